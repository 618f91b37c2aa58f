import { type KeyboardEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Picture, PictureTable, Shape } from '../../../electron/contract/pictures/picture.ts';

/** What scrolls and holds nothing to be reached must be reached itself. */
const SCROLLED = { tabIndex: 0 } as const;

interface Props {
  readonly picture: Picture;
  /** False where the same stands beside it anyway. */
  readonly hasTable?: boolean;
  /** Where a press on a place leads; absent where there is nothing to lead to. */
  readonly onPlace?: ((checkIds: readonly string[]) => void) | undefined;
}

/** A picture with its words, and the same as a table for those who read it rather than see it. */
export function PictureFigure({ picture, hasTable = true, onPlace }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const { width, height, title, description, shapes, table } = picture;
  return (
    <figure className="picture">
      <section className="picture-scroll" aria-label={title} {...(onPlace === undefined ? SCROLLED : {})}>
        <svg
          className="picture-drawing"
          viewBox={`-6 -6 ${width + 12} ${height + 12}`}
          role={onPlace === undefined ? 'img' : 'group'}
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-what`}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-what`}>{description}</desc>
          <Shapes shapes={shapes} onPlace={onPlace} />
        </svg>
      </section>
      <figcaption className="muted">{description}</figcaption>
      {hasTable ? (
        <details className="record">
          <summary>{t('pictures.as-table')}</summary>
          <Table table={table} title={title} />
        </details>
      ) : null}
    </figure>
  );
}

interface ShapesProps {
  readonly shapes: readonly Shape[];
  readonly onPlace: Props['onPlace'];
}

function Shapes({ shapes, onPlace }: ShapesProps) {
  return keyed(shapes, keyOf).map(({ key, item }) => <Drawn key={key} shape={item} onPlace={onPlace} />);
}

function keyOf(shape: Shape): string {
  switch (shape.kind) {
    case 'path':
      return `${shape.look} ${shape.d}`;
    case 'box':
      return `${shape.look} ${shape.x} ${shape.y} ${shape.width}`;
    case 'text':
      return `${shape.look} ${shape.x} ${shape.y} ${shape.text}`;
    case 'place':
      return `${shape.checkIds.join(' ')} ${shape.name}`;
  }
}

/** Items with a key each, the later one of two that are the same with its number. */
function keyed<T>(items: readonly T[], keyOfItem: (item: T) => string): { key: string; item: T }[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const key = keyOfItem(item);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return { key: count === 0 ? key : `${key} ${count}`, item };
  });
}

function Drawn({ shape, onPlace }: { readonly shape: Shape; readonly onPlace: Props['onPlace'] }) {
  switch (shape.kind) {
    case 'path':
      return <path className={`p-${shape.look}`} d={shape.d} />;
    case 'box':
      return (
        <rect
          className={`p-${shape.look}`}
          x={shape.x}
          y={shape.y}
          width={shape.width}
          height={shape.height}
          rx={shape.radius}
        />
      );
    case 'text':
      return (
        <text className={`p-${shape.look}`} x={shape.x} y={shape.y} textAnchor={shape.anchor}>
          {shape.text}
          {shape.whole === undefined || shape.whole === shape.text ? null : <title>{shape.whole}</title>}
        </text>
      );
    case 'place':
      return <Place shape={shape} onPlace={onPlace} />;
  }
}

interface PlaceProps {
  readonly shape: Extract<Shape, { kind: 'place' }>;
  readonly onPlace: Props['onPlace'];
}

function Place({ shape: { name, checkIds, shapes }, onPlace }: PlaceProps) {
  if (onPlace === undefined || checkIds.length === 0)
    return (
      <g>
        <Shapes shapes={shapes} onPlace={undefined} />
      </g>
    );
  return (
    <g className="p-place" {...leading(name, () => onPlace(checkIds))}>
      <Shapes shapes={shapes} onPlace={undefined} />
    </g>
  );
}

/** What makes a part of a drawing a link: there is no element for one that leads nowhere by an address. */
const leading = (name: string, onPress: () => void) => ({
  role: 'link',
  tabIndex: 0,
  'aria-label': name,
  onClick: onPress,
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    // What gets the focus meanwhile must not be pressed by the same key.
    event.preventDefault();
    onPress();
  },
});

function Table({
  table: { columns, rows },
  title,
}: {
  readonly table: PictureTable;
  readonly title: string;
}) {
  return (
    <div className="picture-scroll">
      <table className="table">
        <caption>{title}</caption>
        <thead>
          <tr>
            {keyed(columns, String).map(({ key, item }) => (
              <th key={key} scope="col">
                {item}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(rows, (row) => row.join('\n')).map(({ key, item: row }) => (
            <tr key={key}>
              {keyed(columns, String).map((column, at) =>
                at === 0 ? (
                  <th key={column.key} scope="row">
                    {row[at]}
                  </th>
                ) : (
                  <td key={column.key}>{row[at]}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
