"""The wake-ups as jobs of Procrastinate: deferred by whoever wrote a due row, taken by one worker, which looks at once.

Loaded only with BEFFROI_WAKE=procrastinate: its tables are PostgreSQL's. A job carries the name of a duty and nothing
else; two for one duty are one (`queueing_lock`). There is no `lock`: the claim of the row protects it already.
"""

import asyncio
import logging
import threading
from typing import Any

from procrastinate import JobContext, exceptions
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from beffroi.work.bells import BELLS

log = logging.getLogger("beffroi.work")

QUEUE = "wake-ups"
BEAT = 5.0  # seconds between two signs of life of a worker, as Procrastinate knows it
STALLED = 15.0  # seconds without one: what it had taken is given to another
LOOK = 5.0  # seconds: PostgreSQL tells of a new job at once; this is for one that it could not tell of
KEEP = 1  # hours that a job which failed is kept to be looked at
PAUSE = 2.0  # seconds before a database that was away is asked again


@app.task(name="beffroi.wake", queue=QUEUE)
async def ring(duty: str) -> None:
    BELLS[duty].ring()


def defer(duty: str) -> None:
    """Outside any transaction: what it refuses leaves nothing broken behind."""
    try:
        ring.configure(queueing_lock=duty).defer(duty=duty)
    except exceptions.AlreadyEnqueued:
        pass  # one is on its way, and will look after our commit


@app.periodic(cron="* * * * *")
@app.task(name="beffroi.tidy_wake_ups", queue=QUEUE, queueing_lock="beffroi.tidy_wake_ups", pass_context=True)
async def tidy(context: JobContext, timestamp: int) -> None:
    """Once a minute in all: gives on what a killed worker had taken, and removes what is old."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        await _give_on(context, job)
    await manager.delete_old_jobs(nb_hours=KEEP, include_failed=True, include_cancelled=True, include_aborted=True)


async def _give_on(context: JobContext, job: Job) -> None:
    manager = context.app.job_manager
    try:
        await manager.retry_job(job)
    except exceptions.ConnectorException:  # another one for the same duty waits already
        if job.id is not None:
            await manager.finish_job_by_id_async(job_id=job.id, status=Status.FAILED, delete_job=True)


def keep_hearing_wake_ups(stop: threading.Event) -> None:
    """Rings the bells of this process for each job until `stop` is set; a database that is away is asked again."""
    while not stop.is_set():
        try:
            asyncio.run(_hear(stop))
        except Exception:
            log.exception("no wake-ups are heard; duties look at their own pace meanwhile")
            stop.wait(PAUSE)


async def _hear(stop: threading.Event) -> None:
    heard: Any = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]  # DjangoConnector's
    async with heard.open_async():
        working = asyncio.create_task(
            heard.run_worker_async(
                queues=[QUEUE],
                install_signal_handlers=False,
                delete_jobs="successful",
                fetch_job_polling_interval=LOOK,
                update_heartbeat_interval=BEAT,
                stalled_worker_timeout=STALLED,
            )
        )
        while not stop.is_set() and not working.done():
            await asyncio.sleep(0.2)
        working.cancel()
        ended = (await asyncio.gather(working, return_exceptions=True))[0]
        if isinstance(ended, Exception):
            raise ended
