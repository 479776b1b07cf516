package io.reprise.replay.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes of the data of delivered events, in their order.
 *
 * @param steps at least one change. A later one sees the names that earlier ones gave
 * @param readSchema the registry's id of the schema as which the data is read. A plan always has
 *     it; in a request, null stands for the latest schema of the source topic
 * @param writeSchema the id of the schema with which the changed data is written. A plan always has
 *     it; in a request, null stands for the latest schema of the target topic
 */
public record Transforms(
    List<Transform> steps,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer readSchema,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer writeSchema) {
  private static final int MOST_STEPS = 50;

  public Transforms(
      @Nullable List<Transform> steps,
      @Nullable Integer readSchema,
      @Nullable Integer writeSchema) {
    if (steps == null || steps.isEmpty()) {
      throw new InvalidSpecException(
          "transforms.steps is empty: give a step such as {do: mask, field: email}, or leave"
              + " transforms out");
    }
    if (steps.size() > MOST_STEPS) {
      throw new InvalidSpecException(
          "transforms.steps has %d steps: give at most %d".formatted(steps.size(), MOST_STEPS));
    }
    if (steps.stream().filter(Transform.Rekey.class::isInstance).count() > 1) {
      throw new InvalidSpecException(
          "transforms.steps has several steps rekey: a record has one key, give one of them");
    }
    this.steps = List.copyOf(steps);
    this.readSchema = readSchema;
    this.writeSchema = writeSchema;
  }

  /** Returns whether delivered events get other keys than those of the source. */
  public boolean rekeys() {
    return steps.stream().anyMatch(Transform.Rekey.class::isInstance);
  }
}
