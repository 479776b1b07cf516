package io.reprise.store.select;

import dev.cel.common.CelSourceLocation;
import java.util.regex.Pattern;

/** Describes places in the text of an expression. CEL counts lines from 1 and columns from 0. */
final class TextPlace {
  private final String text;
  private final int[] codePoints;

  TextPlace(String text) {
    this.text = text;
    this.codePoints = text.codePoints().toArray();
  }

  String of(CelSourceLocation location) {
    return location.getLine() < 1 ? at(0) : at(offset(location));
  }

  /** Returns the offset of a location in code points. */
  int offset(CelSourceLocation location) {
    int offset = 0;
    for (int line = 1; line < location.getLine() && offset < codePoints.length; offset++) {
      if (codePoints[offset] == '\n') {
        line++;
      }
    }
    return offset + Math.max(0, location.getColumn());
  }

  /**
   * Returns the place of the name of a field. CEL reports the dot before the name, or the start of
   * a macro that contains it.
   */
  String ofField(CelSourceLocation location, String field) {
    int offset = offset(location);
    int from = text.offsetByCodePoints(0, Math.min(offset, codePoints.length));
    var name = Pattern.compile("\\.\\s*(" + Pattern.quote(field) + ")\\b").matcher(text);
    return at(name.find(from) ? text.codePointCount(0, name.start(1)) : offset);
  }

  /** Returns the place of what follows if {@code offset} is that of a dot. */
  String afterDot(int offset) {
    boolean isDot = offset < codePoints.length && codePoints[offset] == '.';
    return at(isDot ? offset + 1 : offset);
  }

  /**
   * Returns a place such as {@code column 6}, or {@code line 2, column 6} if the text has lines.
   *
   * @param offset an offset in code points, from 0
   */
  String at(int offset) {
    int line = 1;
    int column = 1;
    boolean hasLines = false;
    for (int i = 0; i < codePoints.length; i++) {
      boolean isEnd = codePoints[i] == '\n';
      hasLines |= isEnd;
      if (i < offset) {
        line += isEnd ? 1 : 0;
        column = isEnd ? 1 : column + 1;
      }
    }
    column += Math.max(0, offset - codePoints.length);
    return hasLines ? "line %d, column %d".formatted(line, column) : "column " + column;
  }
}
