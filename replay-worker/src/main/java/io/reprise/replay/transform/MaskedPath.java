package io.reprise.replay.transform;

import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.runtime.json.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The texts at a path below a field. An array or a map stands for its elements. A null stays null.
 * Confined to one thread, as its mask is.
 *
 * @param names the names of the fields from the value of the field to the text; empty if the value
 *     itself is the text
 */
record MaskedPath(List<String> names, TextMask mask) {

  /**
   * Requires that the path leads to texts.
   *
   * @param path the path as the spec writes it, for messages
   * @throws InvalidSpecException if a field does not exist or is of another type
   */
  static void check(String path, Schema schema, List<String> names) {
    switch (schema.getType()) {
      case ARRAY -> check(path, schema.getElementType(), names);
      case MAP -> check(path, schema.getValueType(), names);
      case UNION -> check(path, onlyBranch(path, schema), names);
      case RECORD -> {
        if (names.isEmpty()) {
          throw unfit(path, "is a record: name a text in it");
        }
        var field = schema.getField(names.get(0));
        if (field == null) {
          var known = schema.getFields().stream().map(Schema.Field::name).toList();
          throw new InvalidSpecException(
              "transforms: mask of %s: record %s has no field '%s'%s"
                  .formatted(
                      path, schema.getName(), names.get(0), Suggestion.among(names.get(0), known)));
        }
        check(path, field.schema(), names.subList(1, names.size()));
      }
      case STRING -> {
        if (!names.isEmpty()) {
          throw unfit(path, "goes below a text");
        }
      }
      default ->
          throw unfit(
              path,
              "is of type %s, and only texts can be masked: drop the field or set it"
                  .formatted(schema.getType().getName()));
    }
  }

  private static InvalidSpecException unfit(String path, String why) {
    return new InvalidSpecException("transforms: mask of %s: the path %s".formatted(path, why));
  }

  private static Schema onlyBranch(String path, Schema union) {
    var branches = union.getTypes().stream().filter(s -> s.getType() != Schema.Type.NULL).toList();
    if (branches.size() != 1) {
      throw unfit(path, "is a union of several types, which cannot be masked: drop or set it");
    }
    return branches.get(0);
  }

  /** Returns a value of the checked schema with its texts masked. Changes records in place. */
  @Nullable Object masked(@Nullable Object value) {
    return masked(value, names);
  }

  private @Nullable Object masked(@Nullable Object value, List<String> rest) {
    if (value == null) {
      return null;
    }
    if (value instanceof Collection<?> elements) {
      var all = new ArrayList<@Nullable Object>(elements.size());
      elements.forEach(element -> all.add(masked(element, rest)));
      return all;
    }
    if (value instanceof Map<?, ?> entries) {
      var all = new LinkedHashMap<Object, @Nullable Object>();
      entries.forEach((key, element) -> all.put(key, masked(element, rest)));
      return all;
    }
    if (value instanceof IndexedRecord record) {
      int position = record.getSchema().getField(rest.get(0)).pos();
      record.put(position, masked(record.get(position), rest.subList(1, rest.size())));
      return record;
    }
    return mask.of(value.toString());
  }
}
