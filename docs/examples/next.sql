-- Where did a toll come from? Every figure with the words that it rests on.
SELECT event_type, outcome, low, best, high, qualifier, c.as_written, quote
FROM report_casualties AS c JOIN reports USING (report_id);

-- Who fought whom, and how often?
SELECT side_a, side_b, count(*) AS incidents, sum(deaths_best) AS deaths
FROM incidents GROUP BY ALL ORDER BY incidents DESC;

-- What became of every input?
SELECT outcome, sum(n_inputs) AS inputs FROM run_inputs GROUP BY ALL;

-- What does a column mean?
SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'incidents';
