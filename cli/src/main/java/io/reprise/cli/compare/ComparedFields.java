package io.reprise.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.compare.match.Tolerances;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which fields of values are compared, and how exactly. Immutable.
 *
 * <p>A field is named by its path, as in {@code address.street}. A list stands for its elements, so
 * {@code items.price} is the price of each item. The order of the fields of an object makes no
 * difference, and a number is equal to another one of the same value: 1 is equal to 1.0.
 *
 * @param ignored the paths of the fields that are not compared
 * @param tolerances by how much a number may differ, by the path of its field. Fields of the
 *     elements of a list are not found
 */
record ComparedFields(Set<String> ignored, Map<String, Double> tolerances) {

  ComparedFields {
    ignored = Set.copyOf(ignored);
    tolerances = Collections.unmodifiableMap(new LinkedHashMap<>(tolerances));
  }

  /**
   * Reads the options.
   *
   * @param ignored paths of fields
   * @param tolerances path and number each, as in {@code total=0.01}
   */
  static ComparedFields parse(List<String> ignored, List<String> tolerances) {
    var limits = new LinkedHashMap<String, Double>();
    for (var written : tolerances) {
      int equals = written.indexOf('=');
      if (equals < 1 || limits.put(written.substring(0, equals), limit(written, equals)) != null) {
        throw wrongTolerance(written);
      }
    }
    return new ComparedFields(new TreeSet<>(ignored), limits);
  }

  private static double limit(String written, int equals) {
    try {
      double limit = Double.parseDouble(written.substring(equals + 1));
      if (limit >= 0 && Double.isFinite(limit)) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw wrongTolerance(written);
    }
    throw wrongTolerance(written);
  }

  private static CommandFailure wrongTolerance(String written) {
    return new CommandFailure(
        ExitCode.USAGE,
        ("--tolerance '%s': give a field once, and the largest difference that is allowed, as in"
                + " total=0.01")
            .formatted(written));
  }

  /** Returns the allowed differences, in the order of {@link #numbers}. */
  Tolerances limits() {
    return new Tolerances(List.copyOf(tolerances.values()));
  }

  /** Returns the numbers of a value that may differ; NaN for a field that is not a number. */
  List<Double> numbers(JsonNode value) {
    var numbers = new ArrayList<Double>(tolerances.size());
    for (var path : tolerances.keySet()) {
      var node = value.at("/" + path.replace('.', '/'));
      numbers.add(isFinite(node) ? node.doubleValue() : Double.NaN);
    }
    return numbers;
  }

  /**
   * Returns a text that is the same for two values if and only if they are equal in what is
   * compared exactly: without ignored fields, and without the numbers that may differ.
   */
  String exactText(JsonNode value) {
    var text = new StringBuilder();
    append(value, "", false, text);
    return text.toString();
  }

  private void append(JsonNode node, String path, boolean isInList, StringBuilder text) {
    if (node.isObject()) {
      appendObject(node, path, isInList, text);
    } else if (node.isArray()) {
      text.append('[');
      for (var element : node) {
        append(element, path, true, text);
        text.append(',');
      }
      text.append(']');
    } else {
      text.append(scalar(node));
    }
  }

  private void appendObject(JsonNode node, String path, boolean isInList, StringBuilder text) {
    text.append('{');
    var names = new TreeSet<String>();
    node.fieldNames().forEachRemaining(names::add);
    for (var name : names) {
      var below = below(path, name);
      var value = node.path(name);
      boolean mayDiffer = !isInList && isFinite(value) && tolerances.containsKey(below);
      if (!ignored.contains(below) && !mayDiffer) {
        text.append(TextNode.valueOf(name)).append(':');
        append(value, below, isInList, text);
        text.append(',');
      }
    }
    text.append('}');
  }

  static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Returns whether two values of a field are equal, as far as the field is compared. */
  boolean areEqual(String path, JsonNode left, JsonNode right) {
    if (ignored.contains(path)) {
      return true;
    }
    var limit = tolerances.get(path);
    if (limit != null && isFinite(left) && isFinite(right)) {
      return Tolerances.isWithin(limit, left.doubleValue(), right.doubleValue());
    }
    var leftText = new StringBuilder();
    var rightText = new StringBuilder();
    append(left, path, false, leftText);
    append(right, path, false, rightText);
    return leftText.compareTo(rightText) == 0;
  }

  private static boolean isFinite(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue());
  }

  private static String scalar(JsonNode node) {
    return isFinite(node) ? node.decimalValue().stripTrailingZeros().toString() : node.toString();
  }
}
