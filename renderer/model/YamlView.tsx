import { yaml } from '@codemirror/lang-yaml';
import { type Diagnostic, forceLinting, linter, lintGutter } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { useComputedColorScheme } from '@mantine/core';
import CodeMirror from '@uiw/react-codemirror';
import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../../host/api/types.ts';
import { editDocument } from '../state/editing.ts';
import { type OpenDocument, problemsOf } from '../state/workspace.ts';
import classes from './YamlView.module.css';

/** A place in a text; lines and columns count from 1. */
export type TextPlace = { readonly offset: number } | { readonly line: number; readonly column: number };

interface YamlViewProps {
  readonly document: OpenDocument;
  /** Where to put the cursor, once. */
  readonly place: TextPlace | undefined;
}

/** The document's text; the form is a view of the same. */
export function YamlView({ document, place }: YamlViewProps) {
  const scheme = useComputedColorScheme('light');
  const [view, setView] = useState<EditorView>();
  const problems = problemsOf(document);
  const shown = useRef(problems);
  shown.current = problems;
  // Made once: another set of extensions would begin the editor anew at every key.
  const [extensions] = useState(() => [
    yaml(),
    lintGutter(),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': 'Scenario as YAML' }),
    linter((editor) => shown.current.map((problem) => diagnostic(editor, problem)), { delay: 0 }),
  ]);
  useEffect(() => {
    if (view !== undefined) forceLinting(view);
  }, [view, problems]);
  useEffect(() => {
    if (view === undefined || place === undefined) return;
    const anchor = Math.min('offset' in place ? place.offset : offsetAt(view, place), view.state.doc.length);
    view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    view.focus();
  }, [view, place]);
  return (
    <div className={classes.editor}>
      <CodeMirror
        value={document.text}
        theme={scheme}
        extensions={extensions}
        onCreateEditor={setView}
        // The document's history, which the form shares, takes the place of the editor's. Tab leaves.
        basicSetup={{ history: false, historyKeymap: false, foldGutter: false, autocompletion: false }}
        indentWithTab={false}
        onChange={(text) => editDocument(document.info.id, 'the text', text)}
      />
    </div>
  );
}

function diagnostic(
  view: EditorView,
  { line = 1, column = 1, message, suggestion, path }: Problem,
): Diagnostic {
  const from = offsetAt(view, { line, column });
  return {
    from,
    to: view.state.doc.lineAt(from).to,
    severity: 'error',
    message: `${path === '' ? '' : `${path}: `}${message}${suggestion === undefined ? '' : ` (${suggestion})`}`,
  };
}

function offsetAt({ state }: EditorView, place: { readonly line: number; readonly column: number }): number {
  const line = state.doc.line(Math.min(Math.max(place.line, 1), state.doc.lines));
  return Math.min(line.from + Math.max(0, place.column - 1), line.to);
}
