import { chartPicture, type DrawnChart } from '../charts/drawChart.ts';

/** Of a page's text, about as wide as a sheet of paper; heights as in the report (host/report/htmlPage.ts). */
const WIDTH = 720;
const HEIGHT = 384;
const TALL: Readonly<Record<string, number>> = { timeline: 640, replicas: 480 };

/**
 * A report with its charts drawn into it and without any script: what a window that runs none can print. What else
 * is in it stays as it is.
 */
export async function staticReport(report: File): Promise<File> {
  // Nothing of it is loaded or run in here.
  const page = new DOMParser().parseFromString(await report.text(), 'text/html');
  const charts = JSON.parse(page.getElementById('charts')?.textContent ?? '[]') as readonly DrawnChart[];
  for (const chart of charts) {
    const picture = page.createElement('img');
    picture.src = await chartPicture(chart, { width: WIDTH, height: TALL[chart.id] ?? HEIGHT });
    picture.alt = '';
    picture.style.width = '100%';
    const place = page.getElementById(chart.id);
    place?.replaceChildren(picture);
    // As high as the picture.
    if (place !== null) place.style.height = 'auto';
  }
  for (const script of page.querySelectorAll('script')) script.remove();
  return new File([`<!doctype html>\n${page.documentElement.outerHTML}\n`], report.name, {
    type: report.type,
  });
}
