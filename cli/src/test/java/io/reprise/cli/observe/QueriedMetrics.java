package io.reprise.cli.observe;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds the names of metrics in a query in PromQL. */
final class QueriedMetrics {
  /** What is no metric: texts, label matchers, durations, and the labels of a grouping. */
  private static final Pattern NO_METRICS =
      Pattern.compile(
          "\"[^\"]*\"|[{][^}]*[}]|\\[[^]]*]|\\b(?:by|on|without|ignoring|group_left|group_right)"
              + "\\s*\\([^)]*\\)|\\boffset\\s+\\w+");

  private static final Pattern WORD = Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*+");
  private static final Pattern FUNCTION =
      Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*+\\s*+(?=\\()");

  /** Words of PromQL, and the metrics that Prometheus itself makes. */
  private static final Set<String> NOT_OURS =
      Set.of("and", "or", "unless", "bool", "up", "sum", "max", "min", "avg", "count");

  private QueriedMetrics() {}

  static Set<String> of(String query) {
    var bare = NO_METRICS.matcher(query).replaceAll(" ");
    var words = FUNCTION.matcher(bare).replaceAll(" ");
    var names = new TreeSet<String>();
    WORD.matcher(words).results().forEach(found -> names.add(found.group()));
    names.removeAll(NOT_OURS);
    return names;
  }
}
