from tests.rankings.towns import kept

__all__ = ["kept"]
