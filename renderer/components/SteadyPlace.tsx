import { Component, createRef, type ReactNode } from 'react';

interface Props {
  /** Changes whenever something in it may have moved. */
  readonly version: unknown;
  /** Selects what somebody may be reading: it keeps its place on the screen. */
  readonly anchors: string;
  readonly children: ReactNode;
}

interface Held {
  readonly element: Element;
  readonly top: number;
}

/**
 * Keeps what somebody reads where it is while things are put in above it: what has the focus, else what the pointer is on, else
 * the first that is whole on the screen once the page was scrolled. Browsers anchor by themselves only in the last of these cases,
 * and not all of them do.
 */
export class SteadyPlace extends Component<Props> {
  readonly #place = createRef<HTMLDivElement>();

  override getSnapshotBeforeUpdate(before: Props): Held | null {
    if (before.version === this.props.version) return null;
    const element = this.#read();
    return element === undefined ? null : { element, top: element.getBoundingClientRect().top };
  }

  override componentDidUpdate(_props: Props, _state: unknown, held: Held | null): void {
    if (held === null || !held.element.isConnected) return;
    const moved = held.element.getBoundingClientRect().top - held.top;
    if (moved !== 0) window.scrollBy({ top: moved, behavior: 'instant' });
  }

  override render(): ReactNode {
    return (
      <div ref={this.#place} className="steady">
        {this.props.children}
      </div>
    );
  }

  #read(): Element | undefined {
    const place = this.#place.current;
    const { anchors } = this.props;
    if (place === null) return undefined;
    const near = (element: Element | null): Element | undefined => {
      const anchor = element?.closest(anchors) ?? undefined;
      return anchor !== undefined && place.contains(anchor) && isSeen(anchor) ? anchor : undefined;
    };
    return (
      near(document.activeElement) ??
      near([...place.querySelectorAll(`:is(${anchors}):hover`)].at(-1) ?? null) ??
      (window.scrollY > 0 ? firstWhole(place, anchors) : undefined)
    );
  }
}

function isSeen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

/** The rows stand in the order of the page, so the search can halve. */
function firstWhole(place: Element, anchors: string): Element | undefined {
  const all = place.querySelectorAll(anchors);
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.getBoundingClientRect().top ?? 0) < TOP_BAR_PX) low = middle + 1;
    else high = middle;
  }
  const first = all[low];
  return first !== undefined && isSeen(first) ? first : undefined;
}

/** What the bar at the top covers. */
const TOP_BAR_PX = 60;
