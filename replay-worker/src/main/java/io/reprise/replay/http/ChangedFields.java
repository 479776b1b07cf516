package io.reprise.replay.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Finds the fields in which two values differ. */
final class ChangedFields {
  private ChangedFields() {}

  /**
   * Returns the paths of the fields that differ, such as {@code address.street}, in the order of
   * the fields. An array that differs is named as a whole. A field that only one value has differs.
   */
  static List<String> between(JsonNode before, JsonNode after) {
    var paths = new ArrayList<String>();
    collect("", before, after, paths);
    return paths;
  }

  private static void collect(String path, JsonNode before, JsonNode after, List<String> paths) {
    if (before.equals(after)) {
      return;
    }
    if (!before.isObject() || !after.isObject()) {
      paths.add(path);
      return;
    }
    var names = new LinkedHashSet<String>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    for (var name : names) {
      var inner = path.isEmpty() ? name : path + "." + name;
      collect(inner, before.path(name), after.path(name), paths);
    }
  }
}
