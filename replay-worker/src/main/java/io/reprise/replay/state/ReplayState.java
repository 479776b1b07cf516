package io.reprise.replay.state;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Where a replay stands. A transition is a method of the states in which it is legal, and of no
 * other.
 */
public sealed interface ReplayState {

  /** The word for people and APIs. */
  default String word() {
    return getClass()
        .getSimpleName()
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toUpperCase(java.util.Locale.ROOT);
  }

  /** Whether shards may be claimed and delivered. */
  @JsonIgnore
  default boolean delivers() {
    return false;
  }

  /** Whether no event but a retry can follow. */
  @JsonIgnore
  default boolean isFinal() {
    return false;
  }

  /** States that end when no shard is CLAIMED any more. */
  sealed interface Stopping extends ReplayState {
    /** The state to declare once the shard records prove that nothing is delivered. */
    ReplayState stopped();
  }

  /** Resolved, hashed, waiting to be started. */
  record Planned() implements ReplayState {
    public Running start() {
      return new Running();
    }

    public Cancelled cancel() {
      return new Cancelled();
    }
  }

  /** Workers deliver. */
  record Running() implements ReplayState {
    public Pausing pause() {
      return new Pausing();
    }

    public Cancelling cancel() {
      return new Cancelling();
    }

    public Failing fail(String cause) {
      return new Failing(cause);
    }

    public ReplayState complete(boolean withParked) {
      return withParked ? new CompletedWithParked() : new Completed();
    }

    @Override
    public boolean delivers() {
      return true;
    }
  }

  /** A pause was asked for; some shard may still be delivering. */
  record Pausing() implements Stopping {
    public Cancelling cancel() {
      return new Cancelling();
    }

    public Failing fail(String cause) {
      return new Failing(cause);
    }

    @Override
    public Paused stopped() {
      return new Paused();
    }
  }

  /** Nothing is delivered, proven by the shard records. */
  record Paused() implements ReplayState {
    public Running resume() {
      return new Running();
    }

    public Cancelling cancel() {
      return new Cancelling();
    }
  }

  /** A cancel was asked for; some shard may still be delivering. */
  record Cancelling() implements Stopping {
    @Override
    public Cancelled stopped() {
      return new Cancelled();
    }
  }

  /** Stopped for good before its end. */
  record Cancelled() implements ReplayState {
    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /** A shard cannot go on; others may still be delivering. */
  record Failing(String cause) implements Stopping {
    public Cancelling cancel() {
      return new Cancelling();
    }

    @Override
    public Failed stopped() {
      return new Failed(cause);
    }
  }

  /** Stopped by an error. A retry goes on from the checkpoints. */
  record Failed(String cause) implements ReplayState {
    public Running retry() {
      return new Running();
    }

    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /** Every offset is accounted for, none parked. */
  record Completed() implements ReplayState {
    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /** Every offset is accounted for, some parked. */
  record CompletedWithParked() implements ReplayState {
    @Override
    public boolean isFinal() {
      return true;
    }
  }
}
