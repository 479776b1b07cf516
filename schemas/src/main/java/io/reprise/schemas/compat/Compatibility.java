package io.reprise.schemas.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/**
 * Checks BACKWARD_TRANSITIVE compatibility: a reader that uses the newest schema of a subject can
 * read the events that were written with any earlier schema of the subject.
 */
public final class Compatibility {
  /** The name of the compatibility level BACKWARD_TRANSITIVE in the schema registry. */
  public static final String BACKWARD_TRANSITIVE = "BACKWARD_TRANSITIVE";

  private Compatibility() {}

  /**
   * Returns the reasons, one sentence each, why a reader that uses the schema {@code candidate}
   * cannot read events that were written with the schemas {@code predecessors}. The list is empty
   * if the reader can read all of these events.
   *
   * @param predecessors the earlier schemas of the subject. The key is the name of a schema in the
   *     reasons, such as {@code version 3}
   */
  public static List<String> faults(Schema candidate, Map<String, Schema> predecessors) {
    var faults = new ArrayList<String>();
    predecessors.forEach(
        (name, writer) ->
            SchemaCompatibility.checkReaderWriterCompatibility(candidate, writer)
                .getResult()
                .getIncompatibilities()
                .forEach(i -> faults.add(sentence(name, i))));
    return List.copyOf(faults);
  }

  private static String sentence(String predecessor, Incompatibility incompatibility) {
    var where = incompatibility.getLocation();
    return switch (incompatibility.getType()) {
      case READER_FIELD_MISSING_DEFAULT_VALUE ->
          "events of %s lack field '%s': give it a default"
              .formatted(predecessor, incompatibility.getMessage());
      case TYPE_MISMATCH ->
          "at %s the new type cannot read the type of %s (%s): keep the old type, or add a new field"
              .formatted(where, predecessor, incompatibility.getMessage());
      case MISSING_ENUM_SYMBOLS ->
          "at %s enum symbols of %s are missing (%s): keep them, or give the enum a default"
              .formatted(where, predecessor, incompatibility.getMessage());
      default ->
          "at %s the schema cannot read events of %s: %s"
              .formatted(where, predecessor, incompatibility.getMessage());
    };
  }
}
