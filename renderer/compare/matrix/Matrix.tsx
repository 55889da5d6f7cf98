import { Pagination, Stack, Text, Title } from '@mantine/core';
import type { CompareView } from '../../../host/api/types.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { matrixRows, shownRows, splitColumns } from './matrixRows.ts';
import { useMatrix } from './matrixState.ts';
import { MatrixTable } from './MatrixTable.tsx';
import { MatrixTools } from './MatrixTools.tsx';

/** So many rows stand on a page, beside those on top. */
const ROWS_A_PAGE = 40;

/** All compared scenarios, a line of figures each; what is the same in all of them is said once, above. */
export function Matrix({ view }: { readonly view: CompareView | undefined }) {
  const compared = useWorkspace(({ settings }) => settings.compared);
  const documents = useWorkspace((state) => state.documents);
  const look = useMatrix();
  const rows = matrixRows(compared, view, look.pinned);
  const nameOf = (id: string): string => {
    const name = documents[id]?.info.name ?? '…';
    const label = rows.find(({ documentId }) => documentId === id)?.line?.label;
    // Those of one name are numbered by the comparison.
    return label?.startsWith(name) === true ? label : name;
  };
  const { top, rest } = shownRows(rows, look, nameOf);
  const pages = Math.max(1, Math.ceil(rest.length / ROWS_A_PAGE));
  const page = Math.min(look.page, pages);
  const shown = [...top, ...rest.slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE)];
  const { varied, common } = view === undefined ? { varied: [], common: [] } : splitColumns(view);
  return (
    <Stack component="section" gap="xs" className="fc-card" p="md" aria-labelledby="matrix-title">
      <Title order={2} size="h5" id="matrix-title">
        {rows.length} scenarios
      </Title>
      {view === undefined || rows.length < 3 ? undefined : (
        <MatrixTools view={view} columns={varied} rows={[...top, ...rest]} nameOf={nameOf} />
      )}
      {common.length === 0 ? undefined : (
        <Text size="sm" className="fc-wrap">
          <Text span className="fc-quiet" inherit>
            The same in all:
          </Text>{' '}
          {common.map(({ label, text }) => `${inSentence(label)} ${text}`).join(' · ')}
        </Text>
      )}
      <MatrixTable columns={varied} rows={shown} nameOf={nameOf} />
      {rows.length > top.length + rest.length ? (
        <Text size="xs" className="fc-quiet" role="status">
          {rows.length - top.length - rest.length} of {rows.length} are filtered out.
        </Text>
      ) : undefined}
      {pages < 2 ? undefined : (
        <Pagination
          size="sm"
          total={pages}
          value={page}
          onChange={(next) => useMatrix.setState({ page: next })}
          getControlProps={(control) => ({ 'aria-label': `${control} page` })}
          getItemProps={(item) => ({ 'aria-label': `Page ${item}` })}
        />
      )}
    </Stack>
  );
}

/** A column's name within a sentence; one that begins with an abbreviation stays as it is. */
function inSentence(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
