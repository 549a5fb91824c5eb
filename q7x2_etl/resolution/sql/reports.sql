-- What blocking looks at, of every report that is not rejected. n counts in the order of report_id.
CREATE OR REPLACE TEMP TABLE resolution_reports AS
SELECT
    (row_number() OVER (ORDER BY reports.report_id))::INTEGER AS n,
    reports.report_id,
    reports.article_id,
    reports.event_type,
    reports.stage,
    reports.date_start,
    reports.date_end,
    reports.country,
    reports.admin1,
    reports.admin2,
    reports.place_id,
    reports.place_name,
    reports.latitude,
    reports.longitude,
    reports.where_precision,
    reports.weapon,
    if(length(reports.quote) >= 40, hash(lower(regexp_replace(reports.quote, '\s+', ' ', 'g'))), NULL) AS quote_key,
    articles.published_on,
    coalesce(articles.duplicate_of, articles.article_id) AS copy_group
FROM reports
INNER JOIN articles ON articles.article_id = reports.article_id
ANTI JOIN resolution_rejected ON resolution_rejected.report_id = reports.report_id;

CREATE OR REPLACE TEMP VIEW resolution_told AS
SELECT
    *,
    date_start IS NOT NULL AS dated,
    coalesce(date_start, published_on - 30) AS first_day,
    coalesce(date_end, date_start, published_on) AS last_day,
    coalesce(last_day - first_day + 1, 0)::INTEGER AS n_days,
    NOT dated OR n_days > 10 AS vague
FROM resolution_reports;
