package io.reprise.replay.transform;

import io.reprise.replay.plan.Plan;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.Transform;
import io.reprise.replay.spec.Transform.MaskKind;
import io.reprise.replay.spec.Transforms;
import io.reprise.schemas.compat.Compatibility;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.store.select.UnreadableValueException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Checks the transforms of requests, and makes those of plans. A worker has one instance.
 * Thread-safe.
 *
 * @param schemas finds the schemas of events
 * @param key the key of hashes; null if the worker has none
 */
public record RecordTransforms(EventSchemas schemas, @Nullable MaskKey key) {
  /** Transforms for a worker without a schema registry and without a key. */
  public static final RecordTransforms NONE = new RecordTransforms(EventSchemas.NONE, null);

  private static final String NO_KEY =
      "transforms: mask of %s hashes with a key, and the configuration of this worker has none: set"
          + " maskKeyFile in the configuration of every worker";

  /**
   * Checks the transforms of a request, and returns the request with the ids of the schemas and of
   * the key. All workers then change each record alike, also if a topic gets a newer schema later.
   *
   * @param targetTopic the topic of the target; null if the target is not a topic
   * @throws InvalidSpecException if a step does not fit the data, or the result does not fit the
   *     schema of the target
   * @throws io.reprise.store.select.SchemasUnavailableException if the registry does not answer; a
   *     retry is safe
   */
  public ReplaySpec checked(ReplaySpec spec, @Nullable String targetTopic) {
    var transforms = spec.transforms();
    if (transforms == null) {
      return spec;
    }
    boolean upcasts = transforms.steps().stream().anyMatch(Transform.Upcast.class::isInstance);
    var read =
        upcasts
            ? newest(spec.source().topic(), transforms.readSchema())
            : schemaOf(transforms.readSchema(), "readSchema", spec.source().topic());
    if (read == null) {
      throw new InvalidSpecException(
          "transforms change data by its schema, and topic '%s' has none: register a schema for its subject %s-value, or give transforms.readSchema"
              .formatted(spec.source().topic(), spec.source().topic()));
    }
    var wanted = schemaOf(transforms.writeSchema(), "writeSchema", targetTopic);
    var steps = transforms.steps().stream().map(this::withKey).toList();
    var shape =
        ChangedShape.of(steps, read.schema(), wanted == null ? null : wanted.schema(), schemas);
    var write = wanted == null && shape.isKept() ? read : wanted;
    if (write == null) {
      throw new InvalidSpecException(notRegistered(spec, targetTopic));
    }
    requireFits(shape, write);
    if (upcasts) {
      UpcastCheck.requireKeepsAll(shape.schema(write.schema()), write.schema(), write.id());
    }
    return spec.withTransforms(new Transforms(steps, read.id(), write.id()));
  }

  private record KnownSchema(int id, Schema schema) {}

  private KnownSchema newest(String topic, @Nullable Integer given) {
    var newest = UpcastCheck.newest(topic, given, schemas);
    return new KnownSchema(newest.id(), newest.schema());
  }

  /** Returns the schema that a request names, or else the latest of a topic; null without one. */
  private @Nullable KnownSchema schemaOf(
      @Nullable Integer given, String name, @Nullable String topic) {
    if (given != null) {
      try {
        return new KnownSchema(given, schemas.byId(given));
      } catch (UnreadableValueException e) {
        throw new InvalidSpecException(
            "transforms.%s is %d: %s".formatted(name, given, e.getMessage()));
      }
    }
    Optional<RegisteredSchema> latest = topic == null ? Optional.empty() : schemas.latest(topic);
    return latest.map(found -> new KnownSchema(found.id(), found.schema())).orElse(null);
  }

  private Transform withKey(Transform step) {
    if (!(step instanceof Transform.Mask mask) || mask.how() != MaskKind.HASH) {
      return step;
    }
    if (key == null) {
      throw new InvalidSpecException(NO_KEY.formatted(mask.field()));
    }
    if (mask.key() != null && !mask.key().equals(key.id())) {
      throw new InvalidSpecException(
          "transforms: mask of %s names key %s, and the workers have key %s: leave key out"
              .formatted(mask.field(), mask.key(), key.id()));
    }
    return mask.withKey(key.id());
  }

  private static String notRegistered(ReplaySpec spec, @Nullable String targetTopic) {
    return targetTopic == null
        ? "transforms change the fields of the data, and target '%s' is not a topic: give transforms.writeSchema, the id of a registered schema of the changed data"
            .formatted(spec.target())
        : "transforms change the fields of the data, and topic '%s' has no schema for it: register one for its subject %s-value, or give transforms.writeSchema"
            .formatted(targetTopic, targetTopic);
  }

  private static void requireFits(ChangedShape shape, KnownSchema write) {
    if (write.schema().getType() != Schema.Type.RECORD) {
      throw new InvalidSpecException(
          "transforms: schema %d, with which the changed data is to be written, is not a record"
              .formatted(write.id()));
    }
    List<String> faults =
        Compatibility.faults(
            write.schema(), Map.of("the transforms", shape.schema(write.schema())));
    if (!faults.isEmpty()) {
      throw new InvalidSpecException(
          "transforms: schema %d, with which the changed data is to be written, does not accept it: %s"
              .formatted(write.id(), String.join("; ", faults)));
    }
  }

  /**
   * Returns the transform of the records of a plan; empty if the plan has none. Confine it to one
   * thread.
   *
   * @throws io.reprise.store.select.SchemasUnavailableException if a schema of the plan cannot be
   *     read at the moment; a retry is safe
   * @throws WrongMaskKeyException if this worker does not have the key that the plan names
   */
  public Optional<RecordTransform> of(Plan plan) {
    var transforms = plan.spec().transforms();
    if (transforms == null) {
      return Optional.empty();
    }
    transforms.steps().forEach(this::requireKey);
    int writeId = Objects.requireNonNull(transforms.writeSchema());
    var read = schemas.byId(Objects.requireNonNull(transforms.readSchema()));
    var write = schemas.byId(writeId);
    var shape = ChangedShape.of(transforms.steps(), read, write, schemas);
    return Optional.of(new AvroTransform(schemas, read, shape, write, writeId, key));
  }

  /** A worker with another key would deliver other hashes than the rest, which do not join. */
  private void requireKey(Transform step) {
    if (step instanceof Transform.Mask mask && mask.how() == MaskKind.HASH) {
      if (key == null) {
        throw new WrongMaskKeyException(NO_KEY.formatted(mask.field()));
      }
      if (!key.id().equals(mask.key())) {
        throw new WrongMaskKeyException(
            "the plan hashes with key %s, and maskKeyFile of this worker has key %s: give all workers the same file"
                .formatted(mask.key(), key.id()));
      }
    }
  }
}
