package io.reprise.compactor.topic;

import io.reprise.runtime.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one reducer of a topic.
 *
 * @param reducer name of the reducer
 * @param version version of the reducer; the reducer's highest version when left out
 * @param emitEvery after how many events, or after which time, the snapshots of changed keys are
 *     written
 */
public record ReducerConfig(
    @ConfigKey("The reducer's name.") String reducer,
    @ConfigKey(value = "The reducer's version.", defaultsTo = "the highest version there is")
        @Nullable Integer version,
    @ConfigKey(
            "When the snapshots of a partition's changed keys are written: after a number of events"
                + " or after a time, whichever is reached first.")
        EmitEvery emitEvery) {
  public ReducerConfig(
      @Nullable String reducer, @Nullable Integer version, @Nullable EmitEvery emitEvery) {
    if (reducer == null || reducer.isBlank()) {
      throw new IllegalArgumentException("reducer is missing: give its name, for example latest");
    }
    this.reducer = reducer;
    this.version = version;
    this.emitEvery = emitEvery == null ? new EmitEvery(null, null) : emitEvery;
  }
}
