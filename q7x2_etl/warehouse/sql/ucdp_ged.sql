-- Incidents in the columns of UCDP GED, in its order; what goes in and what each column holds: schemas/crosswalk/ucdp_ged.yaml.
CREATE OR REPLACE VIEW ucdp_ged AS
WITH sources AS (
    SELECT
        told.incident_id,
        count(*) AS n,
        string_agg(concat_ws(', ', told.publisher, CAST(told.published_on AS VARCHAR), told.title), '; ' ORDER BY told.published_on, told.article_id) AS articles,
        string_agg(coalesce(told.publisher, ''), '; ' ORDER BY told.published_on, told.article_id) AS offices,
        string_agg(coalesce(CAST(told.published_on AS VARCHAR), ''), '; ' ORDER BY told.published_on, told.article_id) AS dates,
        string_agg(coalesce(told.title, ''), '; ' ORDER BY told.published_on, told.article_id) AS headlines
    FROM (
        SELECT DISTINCT links.incident_id, articles.article_id, articles.title, articles.published_on, origin.publisher
        FROM incident_links AS links
        INNER JOIN reports ON reports.report_id = links.report_id
        INNER JOIN articles ON articles.article_id = reports.article_id
        LEFT JOIN (
            SELECT document_id, min(publisher) AS publisher FROM document_sources GROUP BY document_id
        ) AS origin ON origin.document_id = articles.document_id
    ) AS told
    GROUP BY told.incident_id
),

cited AS (
    SELECT links.incident_id, string_agg(DISTINCT claims.claimant, '; ' ORDER BY claims.claimant) AS claimants
    FROM incident_links AS links
    INNER JOIN report_claims AS claims ON claims.report_id = links.report_id
    GROUP BY links.incident_id
),

shared AS (
    SELECT DISTINCT links.incident_id
    FROM incident_links AS links
    INNER JOIN report_casualties AS casualties ON casualties.report_id = links.report_id
    WHERE casualties.outcome = 'killed' AND casualties.shared
),

parties AS (
    SELECT
        dyads.incident_id,
        CASE
            WHEN dyads.side_a_kind IN ('state', 'foreign_state') AND a.name IS NOT NULL AND NOT dyads.side_a_corrected
            THEN 'Government of ' || a.name ELSE dyads.side_a
        END AS side_a,
        CASE
            WHEN dyads.side_b_kind IN ('state', 'foreign_state') AND b.name IS NOT NULL AND NOT dyads.side_b_corrected
            THEN 'Government of ' || b.name ELSE dyads.side_b
        END AS side_b,
        CASE WHEN dyads.side_a_kind IN ('state', 'foreign_state') THEN a.gwcode END AS gwnoa,
        CASE WHEN dyads.side_b_kind IN ('state', 'foreign_state') THEN b.gwcode END AS gwnob
    FROM incident_dyads AS dyads
    LEFT JOIN countries AS a ON a.country = dyads.side_a_country
    LEFT JOIN countries AS b ON b.country = dyads.side_b_country
)

SELECT
    CAST('0x' || left(incidents.incident_id, 15) AS BIGINT) AS id,
    incidents.incident_id AS relid,
    CAST(year(incidents.date_start) AS INTEGER) AS year,
    CAST(NULL AS INTEGER) AS active_year,
    CAST(NULL AS VARCHAR) AS code_status,
    incidents.type_of_violence,
    CAST(NULL AS VARCHAR) AS conflict_dset_id,
    CAST(NULL AS BIGINT) AS conflict_new_id,
    CAST(NULL AS VARCHAR) AS conflict_name,
    CAST(NULL AS VARCHAR) AS dyad_dset_id,
    CAST(NULL AS BIGINT) AS dyad_new_id,
    parties.side_a || ' - ' || parties.side_b AS dyad_name,
    CAST(NULL AS VARCHAR) AS side_a_dset_id,
    CAST(NULL AS BIGINT) AS side_a_new_id,
    parties.side_a,
    CAST(NULL AS VARCHAR) AS side_b_dset_id,
    CAST(NULL AS BIGINT) AS side_b_new_id,
    parties.side_b,
    CAST(sources.n AS INTEGER) AS number_of_sources,
    sources.articles AS source_article,
    sources.offices AS source_office,
    sources.dates AS source_date,
    sources.headlines AS source_headline,
    cited.claimants AS source_original,
    incidents.where_precision AS where_prec,
    incidents.place_name AS where_coordinates,
    CAST(NULL AS VARCHAR) AS where_description,
    incidents.admin1 AS adm_1,
    incidents.admin2 AS adm_2,
    incidents.latitude,
    incidents.longitude,
    'POINT (' || CAST(incidents.longitude AS VARCHAR) || ' ' || CAST(incidents.latitude AS VARCHAR) || ')' AS geom_wkt,
    -- The cells of the northern and eastern edges of the grid hold 90 degrees north and 180 degrees east too.
    CAST(
        720 * least(floor((incidents.latitude + 90) * 2), 359) + least(floor((incidents.longitude + 180) * 2), 719) + 1
        AS INTEGER
    ) AS priogrid_gid,
    coalesce(countries.name, incidents.country) AS country,
    countries.gwcode AS country_id,
    countries.ucdp_region AS region,
    CAST(CASE
        WHEN shared.incident_id IS NOT NULL THEN 2
        WHEN incidents.date_end - incidents.date_start <= 5 THEN 1
    END AS INTEGER) AS event_clarity,
    CAST(CASE
        WHEN incidents.date_end - incidents.date_start = 0 THEN 1
        WHEN incidents.date_end - incidents.date_start <= 5 THEN 2
        WHEN incidents.date_end - incidents.date_start = 6 THEN 3
        WHEN incidents.date_end - incidents.date_start <= 30 THEN 4
        ELSE 5
    END AS INTEGER) AS date_prec,
    incidents.date_start,
    incidents.date_end,
    incidents.deaths_a,
    incidents.deaths_b,
    incidents.deaths_civilians,
    incidents.deaths_unknown,
    incidents.deaths_best AS best,
    incidents.deaths_high AS high,
    incidents.deaths_low AS low,
    parties.gwnoa,
    parties.gwnob
FROM incidents
INNER JOIN sources ON sources.incident_id = incidents.incident_id
LEFT JOIN parties ON parties.incident_id = incidents.incident_id
LEFT JOIN cited ON cited.incident_id = incidents.incident_id
LEFT JOIN shared ON shared.incident_id = incidents.incident_id
LEFT JOIN countries ON countries.country = incidents.country
LEFT JOIN event_types ON event_types.event_type = incidents.event_type
WHERE incidents.stage = 'accomplished'
    AND incidents.veracity <> 'denied'
    AND incidents.type_of_violence IS NOT NULL
    AND coalesce(event_types.ucdp_eligible, true)
    AND incidents.country IS NOT NULL
    AND incidents.date_end - incidents.date_start <= 365
    AND coalesce(incidents.deaths_high, greatest(incidents.deaths_best, incidents.deaths_low)) >= 1
ORDER BY incidents.date_start, incidents.incident_id;

COMMENT ON VIEW ucdp_ged IS
'Incidents with deaths in the 49 columns of UCDP GED: accomplished, not denied, with a type of violence (docs/CROSSWALKS.md).';
