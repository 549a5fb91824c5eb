-- Incidents in the columns of ACLED, in its order; what goes in and what each column holds: schemas/crosswalk/acled.yaml.
CREATE OR REPLACE VIEW acled AS
WITH typed AS (
    SELECT
        incidents.incident_id,
        -- A fight of two armed sides is no violence against civilians, however one-sided its telling.
        CASE
            WHEN event_types.acled_sub_event_type = 'Attack' AND incidents.type_of_violence IN (1, 2)
                AND incidents.civilian_targeting IS NOT TRUE
            THEN 'Battles' ELSE event_types.acled_event_type
        END AS event_type,
        CASE
            WHEN event_types.acled_sub_event_type = 'Attack' AND incidents.type_of_violence IN (1, 2)
                AND incidents.civilian_targeting IS NOT TRUE
            THEN 'Armed clash' ELSE event_types.acled_sub_event_type
        END AS sub_event_type
    FROM incidents
    INNER JOIN event_types ON event_types.event_type = incidents.event_type
),

-- An incident with one side only has it as actor1.
parties AS (
    SELECT
        incident_id,
        coalesce(side_a, side_b) AS actor1,
        CASE WHEN side_a IS NULL THEN side_b_kind ELSE side_a_kind END AS kind1,
        CASE WHEN side_a IS NULL THEN side_b_allies ELSE side_a_allies END AS allies1,
        CASE WHEN side_a IS NOT NULL THEN side_b END AS actor2,
        CASE WHEN side_a IS NOT NULL THEN side_b_kind END AS kind2,
        CASE WHEN side_a IS NOT NULL THEN side_b_allies END AS allies2
    FROM incident_dyads
),

-- Whether an armed group is a rebel group or a militia is not known, so that it gets no word.
inters AS (
    SELECT
        parties.*,
        CASE
            WHEN kind1 = 'state' THEN 'State forces'
            WHEN kind1 = 'foreign_state' THEN 'External/Other forces'
            WHEN kind1 = 'civilians' AND typed.event_type = 'Protests' THEN 'Protesters'
            WHEN kind1 = 'civilians' AND typed.event_type = 'Riots' THEN 'Rioters'
            WHEN kind1 = 'civilians' THEN 'Civilians'
        END AS inter1,
        CASE
            WHEN kind2 = 'state' THEN 'State forces'
            WHEN kind2 = 'foreign_state' THEN 'External/Other forces'
            WHEN kind2 = 'civilians' AND kind1 <> 'civilians' AND typed.event_type = 'Protests' THEN 'Protesters'
            WHEN kind2 = 'civilians' AND kind1 <> 'civilians' AND typed.event_type = 'Riots' THEN 'Rioters'
            WHEN kind2 = 'civilians' THEN 'Civilians'
        END AS inter2
    FROM parties
    INNER JOIN typed ON typed.incident_id = parties.incident_id
),

coded AS (
    SELECT
        *,
        list_position(
            ['State forces', 'Rebel group', 'Political militia', 'Identity militia', 'Rioters', 'Protesters',
             'Civilians', 'External/Other forces'], inter1
        ) AS code1,
        list_position(
            ['State forces', 'Rebel group', 'Political militia', 'Identity militia', 'Rioters', 'Protesters',
             'Civilians', 'External/Other forces'], inter2
        ) AS code2
    FROM inters
),

told AS (
    SELECT
        links.incident_id,
        arg_min(reports.quote, (coalesce(articles.published_on, DATE '9999-12-31'), reports.report_id)) AS notes,
        string_agg(DISTINCT origin.publisher, '; ' ORDER BY origin.publisher) AS publishers,
        CAST(floor(epoch(max(origin.retrieved_at))) AS BIGINT) AS seconds
    FROM incident_links AS links
    INNER JOIN reports ON reports.report_id = links.report_id
    INNER JOIN articles ON articles.article_id = reports.article_id
    INNER JOIN document_sources AS origin ON origin.document_id = articles.document_id
    GROUP BY links.incident_id
)

SELECT
    concat(incidents.country, CAST(CAST('0x' || left(incidents.incident_id, 15) AS BIGINT) AS VARCHAR)) AS event_id_cnty,
    incidents.date_start AS event_date,
    CAST(year(incidents.date_start) AS INTEGER) AS year,
    CAST(CASE
        WHEN incidents.date_end = incidents.date_start THEN 1
        WHEN incidents.date_end - incidents.date_start <= 6 THEN 2
        ELSE 3
    END AS INTEGER) AS time_precision,
    CASE
        WHEN typed.event_type = 'Protests' OR typed.sub_event_type = 'Violent demonstration' THEN 'Demonstrations'
        WHEN typed.event_type = 'Strategic developments' THEN 'Strategic developments'
        ELSE 'Political violence'
    END AS disorder_type,
    typed.event_type,
    typed.sub_event_type,
    coded.actor1,
    coded.allies1 AS assoc_actor_1,
    coded.inter1,
    coded.actor2,
    coded.allies2 AS assoc_actor_2,
    coded.inter2,
    CASE
        WHEN coded.actor2 IS NULL THEN coded.inter1 || ' only'
        WHEN coded.code1 <= coded.code2 THEN coded.inter1 || '-' || coded.inter2
        ELSE coded.inter2 || '-' || coded.inter1
    END AS interaction,
    CASE WHEN incidents.civilian_targeting THEN 'Civilian targeting' END AS civilian_targeting,
    countries.iso_numeric AS iso,
    countries.acled_region AS region,
    coalesce(countries.name, incidents.country) AS country,
    incidents.admin1,
    incidents.admin2,
    CAST(NULL AS VARCHAR) AS admin3,
    incidents.place_name AS location,
    incidents.latitude,
    incidents.longitude,
    CAST(CASE
        WHEN incidents.where_precision = 1 THEN 1
        WHEN incidents.where_precision IN (2, 3) THEN 2
        WHEN incidents.where_precision IN (4, 5) THEN 3
    END AS INTEGER) AS geo_precision,
    told.publishers AS source,
    CAST(NULL AS VARCHAR) AS source_scale,
    told.notes,
    coalesce(incidents.deaths_best, incidents.deaths_low) AS fatalities,
    CAST(NULL AS VARCHAR) AS tags,
    told.seconds AS timestamp
FROM incidents
INNER JOIN typed ON typed.incident_id = incidents.incident_id
INNER JOIN told ON told.incident_id = incidents.incident_id
LEFT JOIN coded ON coded.incident_id = incidents.incident_id
LEFT JOIN countries ON countries.country = incidents.country
WHERE incidents.stage <> 'threatened'
    AND typed.event_type IS NOT NULL
    AND incidents.date_end - incidents.date_start <= 30
ORDER BY incidents.date_start, incidents.incident_id;

COMMENT ON VIEW acled IS
'Incidents in the 31 columns of ACLED: what was not only threatened, and is known to within a month (docs/CROSSWALKS.md).';
