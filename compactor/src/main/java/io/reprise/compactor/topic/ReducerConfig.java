package io.reprise.compactor.topic;

import org.jspecify.annotations.Nullable;

/**
 * One reducer of a topic.
 *
 * @param reducer its name
 * @param version the highest there is when left out
 * @param emitEvery when snapshots are written
 */
public record ReducerConfig(String reducer, @Nullable Integer version, EmitEvery emitEvery) {
  public ReducerConfig(
      @Nullable String reducer, @Nullable Integer version, @Nullable EmitEvery emitEvery) {
    if (reducer == null || reducer.isBlank()) {
      throw new IllegalArgumentException("reducer is missing: give its name, as in latest");
    }
    this.reducer = reducer;
    this.version = version;
    this.emitEvery = emitEvery == null ? new EmitEvery(0, null) : emitEvery;
  }
}
