package io.reprise.replay.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a replay. The type of a state has one method for each legal transition from that
 * state. Code with an illegal transition therefore does not compile. Immutable.
 */
public sealed interface ReplayState {

  /** The names of all states, in the order in which a replay may reach them. */
  List<String> NAMES =
      List.of(
          Planned.NAME,
          AwaitingApproval.NAME,
          Running.NAME,
          Pausing.NAME,
          Paused.NAME,
          Cancelling.NAME,
          Cancelled.NAME,
          Failing.NAME,
          Failed.NAME,
          Completed.NAME,
          CompletedWithParked.NAME);

  /**
   * Returns the name of this state in the HTTP API, the CLI and messages, such as {@code RUNNING}.
   */
  String name();

  /**
   * Returns the final state with this name.
   *
   * @param cause why the replay failed; null unless the state is FAILED
   * @throws IllegalArgumentException when no final state has this name
   */
  static ReplayState ended(String name, @Nullable String cause) {
    return switch (name) {
      case Cancelled.NAME -> new Cancelled();
      case Failed.NAME -> new Failed(cause == null ? "" : cause);
      case Completed.NAME -> new Completed();
      case CompletedWithParked.NAME -> new CompletedWithParked();
      default -> throw new IllegalArgumentException("'" + name + "' is not a final state");
    };
  }

  /** Returns whether workers may claim shards of this replay and deliver records. */
  default boolean delivers() {
    return false;
  }

  /**
   * Returns whether the replay runs or is stopping. In any other state, only a command changes the
   * state, or time does, and no progress record does.
   */
  default boolean isActive() {
    return delivers() || this instanceof Stopping;
  }

  /** Returns whether the replay has ended. Only a retry of a FAILED replay leaves a final state. */
  default boolean isFinal() {
    return false;
  }

  /**
   * Returns whether the replay has ended for good: no event leaves this state. A FAILED replay has
   * not, because it can be retried.
   */
  default boolean isPermanent() {
    return isFinal() && !(this instanceof Failed);
  }

  /** A state in which the shards of a replay stop. The state ends once no shard is CLAIMED. */
  sealed interface Stopping extends ReplayState {
    /** Returns the state that follows once the progress records show that no shard is CLAIMED. */
    ReplayState stopped();
  }

  /** The plan is stored and waits for the start command. */
  record Planned() implements ReplayState {
    static final String NAME = "PLANNED";

    @Override
    public String name() {
      return NAME;
    }

    public Running start() {
      return new Running();
    }

    public AwaitingApproval requestStart() {
      return new AwaitingApproval();
    }

    public Cancelled cancel() {
      return new Cancelled();
    }
  }

  /** The replay waits until another person than its requester approves it. */
  record AwaitingApproval() implements ReplayState {
    static final String NAME = "AWAITING_APPROVAL";

    @Override
    public String name() {
      return NAME;
    }

    public Running approve() {
      return new Running();
    }

    public Cancelled refuse() {
      return new Cancelled();
    }

    public Cancelled expire() {
      return new Cancelled();
    }

    public Cancelled cancel() {
      return new Cancelled();
    }
  }

  /**
   * The replay is running: workers claim shards and deliver records.
   *
   * @param acceptedParked how many records were parked when the replay last paused by itself; an
   *     operator has accepted these by resuming it. 0 if it has not paused by itself
   */
  record Running(long acceptedParked) implements ReplayState {
    static final String NAME = "RUNNING";

    public Running() {
      this(0);
    }

    @Override
    public String name() {
      return NAME;
    }

    /**
     * Returns the state that follows a request to pause.
     *
     * @param cause why the replay pauses by itself; null if an operator has asked for the pause
     * @param parked how many records are parked, if the replay pauses by itself
     */
    public Pausing pause(@Nullable String cause, long parked) {
      return new Pausing(cause, Math.max(acceptedParked, parked));
    }

    public Cancelling cancel() {
      return new Cancelling();
    }

    public Failing fail(String cause) {
      return new Failing(cause);
    }

    public Completed complete() {
      return new Completed();
    }

    public CompletedWithParked completeWithParked() {
      return new CompletedWithParked();
    }

    @Override
    public boolean delivers() {
      return true;
    }
  }

  /**
   * An operator has asked for a pause, or the replay pauses by itself. Some shards may still
   * deliver.
   *
   * @param cause why the replay pauses by itself; null if an operator has asked for the pause
   * @param acceptedParked as in {@link Running}, after a resume
   */
  record Pausing(@Nullable String cause, long acceptedParked) implements Stopping {
    static final String NAME = "PAUSING";

    public Pausing() {
      this(null, 0);
    }

    @Override
    public String name() {
      return NAME;
    }

    public Cancelling cancel() {
      return new Cancelling();
    }

    public Failing fail(String cause) {
      return new Failing(cause);
    }

    @Override
    public Paused stopped() {
      return new Paused(cause, acceptedParked);
    }
  }

  /**
   * The replay is paused: the progress records show that no shard delivers.
   *
   * @param cause why the replay has paused by itself; null if an operator has asked for the pause
   * @param acceptedParked as in {@link Running}, after a resume
   */
  record Paused(@Nullable String cause, long acceptedParked) implements ReplayState {
    static final String NAME = "PAUSED";

    public Paused() {
      this(null, 0);
    }

    @Override
    public String name() {
      return NAME;
    }

    public Running resume() {
      return new Running(acceptedParked);
    }

    public Cancelling cancel() {
      return new Cancelling();
    }
  }

  /** An operator has cancelled the replay. Some shards may still deliver. */
  record Cancelling() implements Stopping {
    static final String NAME = "CANCELLING";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Cancelled stopped() {
      return new Cancelled();
    }
  }

  /** The replay was cancelled before its end and cannot be resumed. */
  record Cancelled() implements ReplayState {
    static final String NAME = "CANCELLED";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /** A shard has failed. Other shards may still deliver. */
  record Failing(String cause) implements Stopping {
    static final String NAME = "FAILING";

    @Override
    public String name() {
      return NAME;
    }

    public Cancelling cancel() {
      return new Cancelling();
    }

    @Override
    public Failed stopped() {
      return new Failed(cause);
    }
  }

  /** The replay was stopped by an error. A retry continues from the progress of the shards. */
  record Failed(String cause) implements ReplayState {
    static final String NAME = "FAILED";

    @Override
    public String name() {
      return NAME;
    }

    public Running retry() {
      return new Running();
    }

    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /** Every offset is accounted for, and no record is parked. */
  record Completed() implements ReplayState {
    static final String NAME = "COMPLETED";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /** Every offset is accounted for, and some records are parked. */
  record CompletedWithParked() implements ReplayState {
    static final String NAME = "COMPLETED_WITH_PARKED";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public boolean isFinal() {
      return true;
    }
  }
}
