/**
 * So many scenarios stand in one comparison at most. Of each, the back room keeps its document, its forecast and the
 * figures of its replications: some 50 KB, so 10 MB of them all; a page of more lines answers nobody's question.
 */
export const MOST_COMPARED = 200;
