"""What the store says to DuckDB. Places in them are variables, set before: no text is put together."""

from typing import Final

TAKEN: Final = {
    "events": """
        SELECT * FROM read_csv(getvariable('file'), header = true, nullstr = '', columns = {
            account: 'BIGINT', kind: 'VARCHAR', moment: 'TIMESTAMP', other: 'VARCHAR', answered_at: 'TIMESTAMP',
            images: 'INTEGER', described: 'INTEGER', tags: 'INTEGER', readable: 'INTEGER'}) ORDER BY account, moment""",
    "readings": """
        SELECT * FROM read_csv(getvariable('file'), header = true, nullstr = '', columns = {
            account: 'BIGINT', moment: 'TIMESTAMP', followers: 'BIGINT', following: 'BIGINT', posts: 'BIGINT'})
        ORDER BY account, moment""",
}

# What was answered before it was asked is a clock that goes wrong, and no answer.
DAILY: Final = """
    WITH seen AS (
        SELECT *, CASE WHEN kind = 'heard' THEN date_sub('minute', moment, answered_at) END AS wait
        FROM read_parquet(getvariable('events'))),
    did AS (
        SELECT account,
            count(*) FILTER (kind = 'own') AS own,
            count(*) FILTER (kind = 'reply') AS replies,
            count(*) FILTER (kind = 'share') AS shares,
            count(*) FILTER (kind = 'quote') AS quotes,
            count(*) FILTER (kind = 'heard') AS heard,
            count(*) FILTER (wait BETWEEN 0 AND getvariable('within')) AS answered,
            sum(images) FILTER (kind NOT IN ('heard', 'share')) AS images,
            sum(described) FILTER (kind NOT IN ('heard', 'share')) AS described,
            sum(tags) FILTER (kind NOT IN ('heard', 'share')) AS tags,
            sum(readable) FILTER (kind NOT IN ('heard', 'share')) AS readable,
            list_sort(list(wait::INTEGER) FILTER (wait BETWEEN 0 AND getvariable('within'))) AS waits
        FROM seen GROUP BY account),
    read AS (
        SELECT account,
            arg_max(followers, moment) FILTER (followers IS NOT NULL) AS followers,
            arg_max(following, moment) FILTER (following IS NOT NULL) AS following,
            arg_max(posts, moment) FILTER (posts IS NOT NULL) AS posts
        FROM read_parquet(getvariable('readings')) GROUP BY account)
    SELECT account, getvariable('day') AS day,
        coalesce(own, 0)::INTEGER AS own, coalesce(replies, 0)::INTEGER AS replies,
        coalesce(shares, 0)::INTEGER AS shares, coalesce(quotes, 0)::INTEGER AS quotes,
        coalesce(heard, 0)::INTEGER AS heard, coalesce(answered, 0)::INTEGER AS answered,
        coalesce(images, 0)::INTEGER AS images, coalesce(described, 0)::INTEGER AS described,
        coalesce(tags, 0)::INTEGER AS tags, coalesce(readable, 0)::INTEGER AS readable,
        followers, following, posts, waits
    FROM did FULL JOIN read USING (account) ORDER BY account"""

PAIRS: Final = """
    SELECT DISTINCT account, md5_number_lower(other) AS other FROM read_parquet(getvariable('events'))
    WHERE kind IN ('reply', 'share', 'quote') AND other <> '' ORDER BY account, other"""

WANTED: Final = """
    CREATE OR REPLACE TEMP TABLE wanted AS SELECT DISTINCT account
    FROM read_csv(getvariable('file'), header = true, columns = {account: 'BIGINT'})"""

OWN: Final = """
    CREATE OR REPLACE TEMP TABLE own AS SELECT DISTINCT account, md5_number_lower(other) AS other
    FROM read_csv(getvariable('file'), header = true, columns = {account: 'BIGINT', other: 'VARCHAR'})"""

LOOKED_AT: Final = """
    CREATE OR REPLACE TEMP VIEW daily AS
    SELECT * FROM read_parquet(getvariable('files')) SEMI JOIN wanted USING (account)"""

BEFORE: Final = """
    SELECT account, count(*), sum(own + quotes + replies + shares)::BIGINT FROM daily GROUP BY account"""

FIRST_AND_LAST: Final = {
    "followers": """
        SELECT account, arg_min(followers, day), min(day), arg_max(followers, day), max(day)
        FROM daily WHERE followers IS NOT NULL GROUP BY account""",
    "posts": """
        SELECT account, arg_min(posts, day), min(day), arg_max(posts, day), max(day)
        FROM daily WHERE posts IS NOT NULL GROUP BY account""",
}

STEPS: Final = """
    SELECT account, coalesce(sum(step) FILTER (step > 0), 0)::BIGINT, coalesce(-sum(step) FILTER (step < 0), 0)::BIGINT
    FROM (SELECT account, posts - lag(posts) OVER (PARTITION BY account ORDER BY day) AS step
          FROM daily WHERE posts IS NOT NULL) GROUP BY account"""

SUSPECTED: Final = """
    WITH steps AS (
        SELECT account, followers - lag(followers) OVER own AS gain, day - lag(day) OVER own AS days,
            lag(followers) OVER own AS had
        FROM daily WHERE followers IS NOT NULL WINDOW own AS (PARTITION BY account ORDER BY day)),
    large AS (
        SELECT DISTINCT account FROM steps
        WHERE gain >= getvariable('least') * days AND gain >= getvariable('share') * had * days)
    SELECT account, day, followers FROM daily SEMI JOIN large USING (account)
    WHERE followers IS NOT NULL ORDER BY account, day"""

WAITS: Final = """
    SELECT account, list_sort(flatten(list(waits))) FROM daily WHERE waits IS NOT NULL GROUP BY account"""
WAITS_IN_WORDS: Final = "array_to_string(waits, ' ') AS waits"

COUNTERPARTS: Final = """
    WITH met AS (
        SELECT DISTINCT account, other FROM read_parquet(getvariable('files')) SEMI JOIN wanted USING (account))
    SELECT met.account, count(*), count(*) FILTER (own.account IS NULL)
    FROM met LEFT JOIN own ON own.account = met.account AND own.other = met.other GROUP BY met.account"""

# A counter that rose since the reading before: it posted on that day, whatever else was seen.
LAST_POSTS: Final = """
    WITH days AS (
        SELECT account, day, own + quotes + replies + shares AS written,
            posts - lag(posts IGNORE NULLS) OVER (PARTITION BY account ORDER BY day) AS step FROM daily)
    SELECT account, max(day) FROM days WHERE written > 0 OR step > 0 GROUP BY account"""
