/** Where a person reads: kept while things come above and below. */

const NEAR = 48; // pixels from the bottom that still are the bottom

export class Place {
  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} list whose children are read
   * @param {() => void} onMove
   */
  constructor(scroller, list, onMove) {
    this.scroller = scroller;
    this.list = list;
    this.isAtEnd = true;
    this.size = "";
    scroller.addEventListener(
      "scroll",
      () => {
        this.scrolled();
        onMove();
      },
      { passive: true },
    );
    // the keyboard of a phone, a notice, a taller box: who was at the end stays there
    const fit = new ResizeObserver(() => {
      if (this.isAtEnd) this.toEnd();
    });
    fit.observe(scroller);
    fit.observe(list);
  }

  /** A person has moved it; or it has moved because it, or what is in it, has another height. */
  scrolled() {
    const { scrollHeight, clientHeight } = this.scroller;
    const size = `${scrollHeight} ${clientHeight}`;
    if (size === this.size || !this.isAtEnd) this.isAtEnd = this.fromEnd() < NEAR;
    else this.toEnd();
    this.size = size;
  }

  fromEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  toEnd() {
    this.isAtEnd = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /**
   * Does what changes the list, and leaves what is being read where it stands.
   * @param {() => void} work
   */
  keep(work) {
    if (this.isAtEnd) {
      work();
      this.toEnd();
      return;
    }
    const top = this.scroller.getBoundingClientRect().top;
    const seen = this.first(top);
    const before = seen?.getBoundingClientRect().top ?? 0;
    work();
    if (seen?.isConnected) {
      this.scroller.scrollTop += seen.getBoundingClientRect().top - before;
    }
  }

  /**
   * The first child that can be seen.
   * @param {number} top
   * @returns {Element|undefined}
   */
  first(top) {
    const { children } = this.list;
    let low = 0;
    let high = children.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (children[middle].getBoundingClientRect().bottom > top) high = middle;
      else low = middle + 1;
    }
    return children[low];
  }
}
