package io.reprise.replay.transform;

import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.schemas.compat.Compatibility;
import io.reprise.schemas.registry.RegisteredSchema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Checks requests that upcast: the newest schema must read all earlier ones, and the schema that is
 * written must have all fields of the newest.
 */
final class UpcastCheck {
  private final int writeId;
  private final Set<String> checked = new HashSet<>();

  private UpcastCheck(int writeId) {
    this.writeId = writeId;
  }

  /**
   * Returns the newest schema of a topic, which can read events that were written with any earlier
   * one.
   *
   * @param given the id that the request names; null if it names none
   * @throws InvalidSpecException if it cannot read an earlier one, with the version and the field,
   *     or if the request names another schema
   */
  static RegisteredSchema newest(String topic, @Nullable Integer given, EventSchemas schemas) {
    var versions = schemas.versions(topic);
    if (versions.isEmpty()) {
      throw new InvalidSpecException(
          "transforms: upcast needs the newest schema of topic '%s', which has none: register one for its subject %s-value"
              .formatted(topic, topic));
    }
    var newest = versions.get(versions.size() - 1);
    if (given != null && given != newest.id()) {
      throw new InvalidSpecException(
          "transforms: upcast reads data as schema %d, the newest of subject %s, and transforms.readSchema is %d: leave readSchema out"
              .formatted(newest.id(), newest.subject(), given));
    }
    requireReads(newest, versions);
    return newest;
  }

  private static void requireReads(RegisteredSchema newest, List<RegisteredSchema> versions) {
    var earlier = new LinkedHashMap<String, Schema>();
    for (var version : versions) {
      if (version.id() != newest.id()) {
        earlier.put(
            "version %d (schema %d)".formatted(version.version(), version.id()), version.schema());
      }
    }
    var faults = Compatibility.faults(newest.schema(), earlier);
    if (!faults.isEmpty()) {
      throw new InvalidSpecException(
          "transforms: upcast to version %d (schema %d) of subject %s, which cannot read all events: %s"
              .formatted(
                  newest.version(), newest.id(), newest.subject(), String.join("; ", faults)));
    }
  }

  /**
   * Requires that the written schema has all fields of the changed data. Avro would leave the
   * others out without a word.
   *
   * @param writeId the id of the written schema, for the message
   * @throws InvalidSpecException if a field is missing; the message names it
   */
  static void requireKeepsAll(Schema changed, Schema write, int writeId) {
    new UpcastCheck(writeId).check(changed, write);
  }

  private void check(Schema changed, Schema write) {
    switch (changed.getType()) {
      case RECORD ->
          branch(write, Schema.Type.RECORD).ifPresent(record -> checkFields(changed, record));
      case ARRAY ->
          branch(write, Schema.Type.ARRAY)
              .ifPresent(array -> check(changed.getElementType(), array.getElementType()));
      case MAP ->
          branch(write, Schema.Type.MAP)
              .ifPresent(map -> check(changed.getValueType(), map.getValueType()));
      case UNION -> changed.getTypes().forEach(type -> check(type, write));
      default -> {
        // A type without fields below it, whose compatibility is checked elsewhere.
      }
    }
  }

  /** A record may contain itself, so each pair of records is checked once. */
  private void checkFields(Schema changed, Schema write) {
    if (!checked.add(changed.getFullName() + " " + write.getFullName())) {
      return;
    }
    for (var field : changed.getFields()) {
      var kept =
          write.getFields().stream()
              .filter(f -> f.name().equals(field.name()) || f.aliases().contains(field.name()))
              .findFirst();
      if (kept.isEmpty()) {
        throw new InvalidSpecException(
            "transforms: upcast would lose field '%s' of record %s, which schema %d, with which the data is to be written, does not have: register the newest schema for the target, or drop the field"
                .formatted(field.name(), changed.getName(), writeId));
      }
      check(field.schema(), kept.get().schema());
    }
  }

  private static Optional<Schema> branch(Schema schema, Schema.Type type) {
    var branches = schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    return branches.stream().filter(branch -> branch.getType() == type).findFirst();
  }
}
