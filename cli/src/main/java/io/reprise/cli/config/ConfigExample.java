package io.reprise.cli.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the example of a configuration file. A line of a key that is not required is a comment: it
 * has {@code #} directly in front of the key. In lines of prose, a space follows the {@code #}.
 */
final class ConfigExample {
  private static final int WIDTH = 100;
  private static final String LIST_ELEMENT = "[]";

  private final StringBuilder text = new StringBuilder();
  private final Set<List<String>> headings = new HashSet<>();

  private ConfigExample() {}

  static String of(ConfiguredService service) {
    var example = new ConfigExample();
    example.prose(
        0,
        "Configuration of `reprise %s`, with every key. Required keys have an example value."
                .formatted(service.name())
            + " All other keys are comments: to set one, remove the # in front of it and of the"
            + " sections around it."
            + " An environment variable takes precedence over its key.");
    ConfigTable.of(service).rows().forEach(example::add);
    return example.text.toString();
  }

  private void add(ConfigTable.Row row) {
    var steps = row.steps();
    for (int i = 1; i < steps.size(); i++) {
      addHeading(steps.subList(0, i), row.isSet());
    }
    int depth = depth(steps);
    if (steps.size() == 1) {
      text.append('\n');
    }
    prose(depth, row.meaning());
    prose(depth, facts(row));
    headings.add(steps);
    line(steps, row.isSet(), row.example());
  }

  /** Writes the name of a map's entry, which has no row of its own. */
  private void addHeading(List<String> steps, boolean isSet) {
    if (headings.add(steps) && !last(steps).equals(LIST_ELEMENT)) {
      line(steps, isSet, "");
    }
  }

  private void line(List<String> steps, boolean isSet, String value) {
    text.append(" ".repeat(2 * depth(steps)))
        .append(isSet ? "" : "#")
        .append(isFirstOfElement(steps) ? "- " : "")
        .append(last(steps))
        .append(':')
        .append(value.isEmpty() ? "" : " " + value)
        .append('\n');
  }

  private static String facts(ConfigTable.Row row) {
    var facts = new ArrayList<String>();
    facts.add(row.type().replace("`", ""));
    if (!row.range().isEmpty()) {
      facts.add(row.range());
    }
    if (row.standard().equals("required")) {
      facts.add("required");
    } else if (!row.standard().isEmpty()) {
      facts.add("default: " + row.standard().replace("`", ""));
    }
    if (!row.variable().isEmpty()) {
      facts.add(row.variable());
    }
    if (row.secret()) {
      facts.add("secret");
    }
    return "(" + String.join("; ", facts) + ")";
  }

  private void prose(int depth, String sentence) {
    var start = " ".repeat(2 * depth) + "#";
    var line = new StringBuilder(start);
    for (var word : sentence.split(" ", -1)) {
      if (line.length() > start.length() && line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(start);
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }

  /** Returns the depth of a line. The first key of a list's element stands where its dash does. */
  private int depth(List<String> steps) {
    return isFirstOfElement(steps) ? steps.size() - 2 : steps.size() - 1;
  }

  private boolean isFirstOfElement(List<String> steps) {
    return steps.size() > 1
        && steps.get(steps.size() - 2).equals(LIST_ELEMENT)
        && headings.stream()
            .noneMatch(
                other ->
                    other.size() == steps.size()
                        && !other.equals(steps)
                        && other
                            .subList(0, steps.size() - 1)
                            .equals(steps.subList(0, steps.size() - 1)));
  }

  private static String last(List<String> steps) {
    return steps.get(steps.size() - 1);
  }
}
