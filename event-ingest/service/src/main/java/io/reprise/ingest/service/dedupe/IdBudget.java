package io.reprise.ingest.service.dedupe;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits how many ids the windows of all topics together remember. While the budget is not spent,
 * every topic may use what is left. When the budget is spent, only the topics that hold their equal
 * share or more are refused further ids, so one busy topic does not stop the others. The other
 * topics may then exceed the budget until ids of the busy topic leave its window: all topics
 * together remember less than twice the budget.
 *
 * <p>Ids of events that other instances stored count too, and are remembered even above the limit.
 * This excess stays small, because each instance stops storing events at its own limit.
 *
 * <p>Thread-safe.
 */
public final class IdBudget {
  private final long most;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong topics = new AtomicLong();

  /**
   * Creates a budget.
   *
   * @param most how many ids fit, all topics together
   */
  public IdBudget(long most) {
    this.most = most;
  }

  /** Returns the share of the budget of one more topic. The caller closes the share. */
  TopicBudget openTopic() {
    topics.incrementAndGet();
    return new TopicBudget();
  }

  /** Returns how many ids are remembered, all topics together. */
  public long held() {
    return held.get();
  }

  /** Returns how many ids fit, all topics together. */
  public long most() {
    return most;
  }

  /**
   * Returns how many ids fit for each topic when the budget is spent: an equal share for every
   * topic.
   */
  public long share() {
    return most / Math.max(1, topics.get());
  }

  /** Counts the ids of one topic. Thread-safe. */
  final class TopicBudget implements AutoCloseable {
    private static final long CLOSED = Long.MIN_VALUE;

    private final AtomicLong own = new AtomicLong();

    private TopicBudget() {}

    /** Returns whether this topic must not remember any further id. */
    boolean isSpent() {
      return held.get() >= most && own.get() >= share();
    }

    /** Adds ids, or removes them if the number is negative. Has no effect after closing. */
    void add(int ids) {
      if (own.getAndUpdate(before -> before == CLOSED ? CLOSED : before + ids) != CLOSED) {
        held.addAndGet(ids);
      }
    }

    /**
     * Returns the numbers for the answer to a refused sender: how many ids this topic holds and how
     * many fit.
     */
    Claim.Full full() {
      return new Claim.Full(Math.max(0, own.get()), share(), most, topics.get());
    }

    /**
     * Gives all ids of this topic back to the budget. The shares of the other topics become larger.
     */
    @Override
    public void close() {
      long given = own.getAndSet(CLOSED);
      if (given != CLOSED) {
        held.addAndGet(-given);
        topics.decrementAndGet();
      }
    }
  }
}
