-- Every report with the incident that it was resolved to, and the story it comes from.
CREATE OR REPLACE VIEW reports_resolved AS
SELECT
    links.incident_id,
    reports.*,
    articles.document_id,
    articles.title,
    articles.published_on,
    articles.published_precision,
    links.score AS link_score,
    links.reason AS link_reason
FROM reports
INNER JOIN articles ON articles.article_id = reports.article_id
LEFT JOIN incident_links AS links ON links.report_id = reports.report_id;

COMMENT ON VIEW reports_resolved IS
'Every report with the incident it speaks of (incident_id), the title and date of its story, and why it was linked.';
