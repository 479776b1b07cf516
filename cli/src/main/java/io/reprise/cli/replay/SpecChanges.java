package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Compares the specs of two plans. */
final class SpecChanges {
  /** Fields that a plan has although the spec that was sent had not: what workers have found. */
  private static final List<String> FOUND =
      List.of("/filter/whereSchema", "/transforms/readSchema", "/transforms/writeSchema");

  private SpecChanges() {}

  /**
   * Returns the differences of two specs, one text each, such as {@code source.from: 5 -> 7}; an
   * empty list if they are the same. Fields that workers add when they make a plan, such as the id
   * of the newest schema, are not compared unless the operator has written them.
   *
   * @param before the spec of the earlier plan
   * @param after the spec of the new plan
   * @param written the spec as the operator has written it
   */
  static List<String> between(JsonNode before, JsonNode after, JsonNode written) {
    var changes = new ArrayList<String>();
    compare("", comparable(before, written), comparable(after, written), changes);
    return changes;
  }

  private static JsonNode comparable(JsonNode spec, JsonNode written) {
    var copy = spec.deepCopy();
    for (var field : FOUND) {
      if (written.at(field).isMissingNode()) {
        remove(copy, field);
      }
    }
    for (var step : copy.at("/transforms/steps")) {
      if (step instanceof ObjectNode object) {
        object.remove("key");
      }
    }
    return copy;
  }

  private static void remove(JsonNode spec, String field) {
    int slash = field.lastIndexOf('/');
    if (spec.at(field.substring(0, slash)) instanceof ObjectNode parent) {
      parent.remove(field.substring(slash + 1));
    }
  }

  private static void compare(String path, JsonNode before, JsonNode after, List<String> changes) {
    if (before.isObject() && after.isObject()) {
      var names = new TreeSet<String>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      for (var name : names) {
        var of = path.isEmpty() ? name : path + "." + name;
        compare(of, before.path(name), after.path(name), changes);
      }
    } else if (!before.equals(after)) {
      changes.add("%s: %s -> %s".formatted(path, shown(before), shown(after)));
    }
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? "(absent)" : value.toString();
  }
}
