-- Each incident's two sides as a dyad: of each side its primary party, and the others as its allies.
-- Primary is the state, then a foreign state, then an armed group, then civilians, others and persons; of several the one
-- with a name of the dictionary, then that most reports name, then the first in the list of actors. In one-sided violence side a is the one that is armed.
CREATE OR REPLACE VIEW incident_dyads AS
WITH members AS (
    SELECT
        incident_id,
        side,
        actor_id,
        name,
        kind,
        country,
        n_reports,
        row_number() OVER (
            PARTITION BY incident_id, side
            ORDER BY list_position(['state', 'foreign_state', 'armed_group', 'civilians', 'other', 'person'], kind),
                actor_id IS NULL, n_reports DESC, ordinal
        ) AS place
    FROM incident_actors
    WHERE side IS NOT NULL
),

sides AS (
    SELECT
        incident_id,
        side,
        first(actor_id) FILTER (place = 1) AS actor_id,
        first(name) FILTER (place = 1) AS name,
        first(kind) FILTER (place = 1) AS kind,
        first(country) FILTER (place = 1) AS country,
        nullif(string_agg(DISTINCT name, '; ' ORDER BY name) FILTER (place > 1), '') AS allies
    FROM members
    GROUP BY incident_id, side
),

corrected AS (
    SELECT
        incident_id,
        bool_or(field = 'incident.side_a') AS side_a,
        bool_or(field = 'incident.side_b') AS side_b
    FROM corrections
    GROUP BY incident_id
)

SELECT
    incidents.incident_id,
    CASE
        WHEN corrected.side_a THEN incidents.side_a WHEN a.kind = 'civilians' THEN 'Civilians' ELSE a.name
    END AS side_a,
    a.kind AS side_a_kind,
    a.actor_id AS side_a_actor_id,
    coalesce(a.country, CASE WHEN a.kind = 'state' THEN incidents.country END) AS side_a_country,
    CASE WHEN NOT coalesce(corrected.side_a, false) THEN a.allies END AS side_a_allies,
    CASE
        WHEN corrected.side_b THEN incidents.side_b WHEN b.kind = 'civilians' THEN 'Civilians' ELSE b.name
    END AS side_b,
    b.kind AS side_b_kind,
    b.actor_id AS side_b_actor_id,
    coalesce(b.country, CASE WHEN b.kind = 'state' THEN incidents.country END) AS side_b_country,
    CASE WHEN NOT coalesce(corrected.side_b, false) THEN b.allies END AS side_b_allies,
    coalesce(corrected.side_a, false) AS side_a_corrected,
    coalesce(corrected.side_b, false) AS side_b_corrected
FROM incidents
LEFT JOIN sides AS a ON a.incident_id = incidents.incident_id AND a.side = 'a'
LEFT JOIN sides AS b ON b.incident_id = incidents.incident_id AND b.side = 'b'
LEFT JOIN corrected ON corrected.incident_id = incidents.incident_id;

COMMENT ON VIEW incident_dyads IS
'Each incident''s two sides: the primary party of each with its kind, id and country, and the others of the side as allies.';
