/*
 * Groups a Combined log by status and by section with DuckDB's CSV reader: node duckdb-groups.js LOG THREADS. Prints the lines, the
 * errors and the numbers of groups. DuckDB is no dependency of the project: npm ci --prefix test/bench
 */
interface Connection {
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
}
interface DuckDB {
  DuckDBInstance: { create(path: string, options: Record<string, string>): Promise<{ connect(): Promise<Connection> }> };
}

const [log = '', threads = '2'] = process.argv.slice(2);
const PACKAGE = '@duckdb/node-api';
const { DuckDBInstance } = (await import(PACKAGE)) as DuckDB;
const connection = await (await DuckDBInstance.create(':memory:', { threads })).connect();

const COLUMNS = ['host', 'ident', 'user', 'time', 'zone', 'request', 'status', 'bytes', 'referrer', 'agent'];
const columns = COLUMNS.map((name) => `'${name}': '${name === 'status' ? 'USMALLINT' : 'VARCHAR'}'`).join(', ');
const lines = `read_csv('${log.replaceAll("'", "''")}', delim=' ', quote='"', escape='\\', header=false, auto_detect=false, ignore_errors=true, columns={${columns}})`;
const section = `split_part(split_part(split_part(request, ' ', 2), '?', 1), '/', 2)`;

const answer = await connection.runAndReadAll(`
  WITH lines AS (SELECT status, try_cast(bytes AS BIGINT) AS bytes, ${section} AS section FROM ${lines})
  SELECT grouping(status), status, section, count(*), sum(bytes), count(*) FILTER (status >= 400)
  FROM lines GROUP BY GROUPING SETS ((status), (section)) ORDER BY count(*) DESC`);

const rows = answer.getRows();
const bySection = rows.filter(([isSection]) => Number(isSection) === 1);
const sum = (column: number): number => bySection.reduce((total, row) => total + Number(row[column]), 0);
console.log(`lines ${sum(3)}, errors ${sum(5)}, sections ${bySection.length}, statuses ${rows.length - bySection.length}`);
