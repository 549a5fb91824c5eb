-- Incidents whose reports give different figures of the dead, with every figure beside the words it was read from.
CREATE OR REPLACE VIEW contested_tolls AS
SELECT
    incidents.incident_id,
    incidents.event_type,
    incidents.date_start,
    incidents.country,
    incidents.place_name,
    incidents.deaths_low,
    incidents.deaths_best,
    incidents.deaths_high,
    casualties.report_id,
    casualties.low,
    casualties.best,
    casualties.high,
    casualties.qualifier,
    casualties.of_name,
    casualties.as_written,
    claims.claimant,
    claims.stance,
    articles.article_id,
    articles.title,
    articles.published_on,
    (
        SELECT min(publisher) FROM document_sources WHERE document_sources.document_id = articles.document_id
    ) AS publisher
FROM incidents
INNER JOIN incident_links AS links ON links.incident_id = incidents.incident_id
INNER JOIN report_casualties AS casualties ON casualties.report_id = links.report_id
INNER JOIN reports ON reports.report_id = links.report_id
INNER JOIN articles ON articles.article_id = reports.article_id
LEFT JOIN report_claims AS claims
    ON claims.report_id = casualties.report_id AND claims.ordinal = casualties.claim_ordinal
WHERE incidents.toll_contested AND casualties.outcome = 'killed' AND NOT casualties.is_part;

COMMENT ON VIEW contested_tolls IS
'Every figure of the dead of incidents whose figures differ, with the words it was read from, who gave it, and in which article.';
