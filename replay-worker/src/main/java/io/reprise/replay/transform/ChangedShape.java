package io.reprise.replay.transform;

import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.replay.spec.Transform;
import io.reprise.runtime.json.Suggestion;
import io.reprise.store.select.ExpressionValue;
import io.reprise.store.select.InvalidExpressionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a plan make of the fields of its data. Built step by step; afterwards only
 * read, and then thread-safe.
 */
final class ChangedShape {
  private final Schema read;
  private final @Nullable Schema wanted;
  private final EventSchemas schemas;
  private final Map<String, OutputField> fields = new LinkedHashMap<>();
  private @Nullable OutputField key;

  /**
   * @param read the schema as which data is read; must be a record
   * @param wanted the schema of the target's values; null if there is none. Gives the type of a
   *     field that the data does not have yet
   */
  private ChangedShape(Schema read, @Nullable Schema wanted, EventSchemas schemas) {
    this.read = read;
    this.wanted = wanted;
    this.schemas = schemas;
    for (var field : read.getFields()) {
      fields.put(
          field.name(),
          new OutputField(
              field.name(), field.schema(), new OutputField.Source.Read(field.pos()), List.of()));
    }
  }

  /**
   * Applies the steps to a schema.
   *
   * @throws InvalidSpecException if a step does not fit; the message names the step
   */
  static ChangedShape of(
      List<Transform> steps, Schema read, @Nullable Schema wanted, EventSchemas schemas) {
    if (read.getType() != Schema.Type.RECORD) {
      throw new InvalidSpecException(
          "transforms need data with fields, and the values of the topic are of type %s"
              .formatted(read.getType().getName()));
    }
    var shape = new ChangedShape(read, wanted, schemas);
    steps.forEach(shape::apply);
    return shape;
  }

  private void apply(Transform step) {
    if (step instanceof Transform.Mask mask) {
      mask(mask);
    } else if (step instanceof Transform.Drop drop) {
      require("drop", drop.field());
      fields.remove(drop.field());
    } else if (step instanceof Transform.Rename rename) {
      rename(rename);
    } else if (step instanceof Transform.SetField set) {
      set(set);
    } else if (step instanceof Transform.Rekey rekey) {
      key = key(rekey);
    }
  }

  private OutputField key(Transform.Rekey rekey) {
    if (rekey.field() != null) {
      var field = require("rekey", rekey.field());
      KeyBytes.require(rekey.field(), field.schema());
      return field;
    }
    var text = Schema.create(Schema.Type.STRING);
    return computed("rekey", "rekey", Objects.requireNonNull(rekey.value()), text);
  }

  private void mask(Transform.Mask mask) {
    var path = Arrays.asList(mask.field().split("\\.", -1));
    var field = require("mask", path.get(0));
    var below = path.subList(1, path.size());
    MaskedPath.check(mask.field(), field.schema(), below);
    fields.put(field.name(), field.masking(new OutputField.Masked(below, mask.how())));
  }

  private void rename(Transform.Rename rename) {
    var field = require("rename", rename.field());
    if (fields.containsKey(rename.to())) {
      throw new InvalidSpecException(
          "transforms: rename of %s: there is a field '%s' already: drop it first"
              .formatted(rename.field(), rename.to()));
    }
    fields.remove(rename.field());
    fields.put(rename.to(), field.renamed(rename.to()));
  }

  private void set(Transform.SetField set) {
    var present = fields.get(set.field());
    var schema = present == null ? typeOfNew(set.field()) : present.schema();
    fields.put(set.field(), computed("set of " + set.field(), set.field(), set.value(), schema));
  }

  /**
   * @param step the step in words, for messages
   */
  private OutputField computed(String step, String name, String expression, Schema schema) {
    try {
      var value = ExpressionValue.compile(expression, schema, () -> Optional.of(read), schemas);
      return new OutputField(name, schema, new OutputField.Source.Computed(value), List.of());
    } catch (InvalidExpressionException e) {
      throw new InvalidSpecException(
          "transforms: %s, %s%s"
              .formatted(step, e.getMessage(), Suggestion.among(e.unknown(), e.known())));
    }
  }

  private Schema typeOfNew(String name) {
    var field = wanted == null ? null : wanted.getField(name);
    if (field == null) {
      throw missing("set", name);
    }
    return field.schema();
  }

  private OutputField require(String step, String name) {
    var field = fields.get(name);
    if (field == null) {
      throw missing(step, name);
    }
    return field;
  }

  private InvalidSpecException missing(String step, String name) {
    return new InvalidSpecException(
        "transforms: %s of %s: record %s has no field '%s'%s"
            .formatted(
                step,
                name,
                read.getName(),
                name,
                Suggestion.among(name, List.copyOf(fields.keySet()))));
  }

  /** Returns the fields of the changed data, in their order. */
  List<OutputField> fields() {
    return new ArrayList<>(fields.values());
  }

  /** Returns what the new key of a record is from; empty if a record keeps its key. */
  Optional<OutputField> key() {
    return Optional.ofNullable(key);
  }

  /** Returns whether the changed data has the schema as which it was read. */
  boolean isKept() {
    return fields.values().stream()
        .map(field -> Map.entry(field.name(), field.schema()))
        .toList()
        .equals(
            read.getFields().stream()
                .map(field -> Map.entry(field.name(), field.schema()))
                .toList());
  }

  /**
   * Returns the schema of the changed data.
   *
   * @param named gives the name of the record, because Avro compares records by name
   */
  Schema schema(Schema named) {
    var copied =
        fields.values().stream()
            .map(field -> new Schema.Field(field.name(), field.schema()))
            .collect(Collectors.toList());
    return Schema.createRecord(named.getName(), null, named.getNamespace(), false, copied);
  }
}
