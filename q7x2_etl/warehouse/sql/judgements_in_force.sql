-- Every judgement that holds, with the ids that its reports have today (null: no report of that kind at these words).
-- A report is found by its id; where a newer extractor made another of the same words, by article, type and quote.
CREATE OR REPLACE VIEW judgements_in_force AS
WITH standing AS (
    SELECT * FROM judgements
    WHERE decision <> 'undone'
        AND judgement_id NOT IN (SELECT undoes FROM judgements WHERE undoes IS NOT NULL)
),

anchors AS (
    SELECT report_id AS judged_id, article_id, span_start, span_end, event_type FROM standing
    UNION
    SELECT other_report_id, other_article_id, other_span_start, other_span_end, other_event_type FROM standing
    WHERE other_report_id IS NOT NULL
),

today AS (
    SELECT anchors.judged_id, reports.report_id AS found_id
    FROM anchors
    INNER JOIN reports
        ON reports.article_id = anchors.article_id
        AND (
            reports.report_id = anchors.judged_id
            OR (
                reports.event_type = anchors.event_type
                AND reports.quote_start < anchors.span_end AND anchors.span_start < reports.quote_end
            )
        )
    QUALIFY row_number() OVER (
        PARTITION BY anchors.judged_id
        ORDER BY
            reports.report_id = anchors.judged_id DESC,
            least(reports.quote_end, anchors.span_end) - greatest(reports.quote_start, anchors.span_start) DESC,
            reports.report_id
    ) = 1
)

SELECT
    standing.judgement_id,
    standing.judged_at,
    standing.judged_by,
    standing.decision,
    one.found_id AS report_id,
    other.found_id AS other_report_id,
    standing.field,
    standing.value_json,
    standing.machine_json,
    standing.reason,
    standing.report_id AS judged_report_id,
    standing.other_report_id AS judged_other_report_id
FROM standing
LEFT JOIN today AS one ON one.judged_id = standing.report_id
LEFT JOIN today AS other ON other.judged_id = standing.other_report_id;

COMMENT ON VIEW judgements_in_force IS
'Every decision of a person that is not undone, with the ids that the judged reports have today (null: they are gone).';
