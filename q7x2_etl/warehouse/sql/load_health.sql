-- One row a run (kind load, reextract, retry): how it ended, what became of its inputs, how long it took. The newest comes first.
CREATE OR REPLACE VIEW load_health AS
SELECT
    run_id,
    coalesce(options_json ->> 'kind', 'load') AS kind,
    started_at,
    status,
    date_diff('millisecond', started_at, finished_at) / 1000.0 AS seconds,
    n_inputs,
    n_loaded,
    n_no_incident,
    n_unchanged + n_duplicate AS n_seen_before,
    n_empty + n_not_english + n_unreadable + n_too_large + n_held AS n_not_read,
    n_quarantined + n_error AS n_failed,
    n_reports,
    n_incidents,
    n_rejects,
    CASE WHEN n_inputs > 0 THEN (n_quarantined + n_error) / n_inputs END AS share_failed,
    published_version,
    forced,
    error
FROM runs
ORDER BY started_at DESC;

COMMENT ON VIEW load_health IS
'One row a run (load, reextract, retry), newest first: how it ended, what became of its inputs, reports and incidents, seconds, version, whether a gate was overruled.';
