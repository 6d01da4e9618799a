"""What came in with the archive of a year."""

from django.db import models

from beffroi.access.models import User
from beffroi.archive.models.post import Post
from beffroi.directory.models import Account


class BroughtYear(models.Model):
    """The archive of a year of an account, brought in from another installation. `digest` is of its manifest."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=200)  # the organisation that made it
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="each_year_brought_once")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.year}"


class BroughtPost(models.Model):
    """This post came in with the archive of a year, and stays with it."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="brought")
    archive = models.ForeignKey(BroughtYear, on_delete=models.CASCADE, related_name="posts")

    def __str__(self) -> str:
        return f"{self.archive_id}: {self.post_id}"


class BroughtMedia(models.Model):
    """An image of a post of ours that came in with the archive of a year."""

    archive = models.ForeignKey(BroughtYear, on_delete=models.CASCADE, related_name="media")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(upload_to="brought/%Y")
    alt = models.TextField(default="")

    def __str__(self) -> str:
        return self.alt or str(self.file.name)
