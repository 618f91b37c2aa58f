import type { CheckStatus } from '../checks.ts';

/** How a way or a check came out, as a picture shows it. `harmless` failed, and nothing is wrong with the site for it. */
export type PictureStatus = CheckStatus | 'running' | 'harmless';

/** What a shape is; every look is one class of the style sheets, `p-` before it, in the wizard and in the report. */
export type Look =
  | 'card'
  | 'card-first'
  | 'card-missing'
  | 'row-line'
  | 'trunk'
  | 'grid'
  | 'now'
  | 'track'
  | 'deadline'
  | 'deadline-met'
  | 'link'
  | 'link-broken'
  | 'icon'
  | 'hit'
  | 'series'
  | 'title'
  | 'label'
  | 'strong'
  | 'quiet'
  | 'small'
  | 'bad-text'
  | `edge-${PictureStatus}`
  | `edge-beyond`
  | `mark-${PictureStatus}`
  | `glyph`
  | `word-${PictureStatus}`
  | `bar-${'dns' | 'tcp' | 'tls' | 'http' | 'other'}`
  | `validity-${'good' | 'bad'}`;

/**
 * One thing to draw, in units of the picture. `whole` is a text that was cut to fit, as it was. A `place` stands for checks: the
 * wizard leads from it to their rows, the report to the row of the first one; `name` says aloud what it is.
 */
export type Shape =
  | { readonly kind: 'path'; readonly look: Look; readonly d: string }
  | {
      readonly kind: 'box';
      readonly look: Look;
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
    }
  | {
      readonly kind: 'text';
      readonly look: Look;
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly whole?: string;
    }
  | {
      readonly kind: 'place';
      readonly name: string;
      readonly checkIds: readonly string[];
      readonly shapes: readonly Shape[];
    };

/** The same as a picture for those who do not see it: a table. */
export interface PictureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * A drawing without colours, fonts or markup: what stands where, in units of which about 760 make the width of a page. Texts are
 * one line each, cleaned and cut; whoever draws it escapes them. Both the wizard and the HTML report draw it.
 */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What the picture shows, in a sentence or two. */
  readonly description: string;
  readonly shapes: readonly Shape[];
  readonly table: PictureTable;
}

/** Width of every picture, in its units: at one to one its texts have 13 pixels. */
export const PICTURE_WIDTH = 760;

/** A number as it stands in a path: two decimals are finer than any screen. */
export const at = (value: number): number => Math.round(value * 100) / 100;
