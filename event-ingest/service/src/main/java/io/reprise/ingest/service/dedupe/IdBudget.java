package io.reprise.ingest.service.dedupe;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits how many ids the dedupe windows of all topics together remember. While fewer ids are
 * remembered than the budget allows, every topic may add ids. Once the budget is spent, a topic may
 * add ids only if it holds less than its share, which is the budget divided by the number of
 * topics. So one busy topic does not stop the other topics.
 *
 * <p>The other topics may then exceed the budget until ids of the busy topic leave its window. All
 * topics together always remember less than twice the budget.
 *
 * <p>Ids of events that other instances stored count too. These ids are remembered even when the
 * budget is spent. The excess stays small, because every instance stops storing events when its own
 * budget is spent.
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
   * @param most how many ids may be remembered, all topics together
   */
  public IdBudget(long most) {
    this.most = most;
  }

  /** Adds one topic and returns the topic's share of the budget. The caller closes the share. */
  TopicBudget openTopic() {
    topics.incrementAndGet();
    return new TopicBudget();
  }

  /** Returns how many ids are remembered, all topics together. */
  public long held() {
    return held.get();
  }

  /** Returns how many ids may be remembered, all topics together. */
  public long most() {
    return most;
  }

  /**
   * Returns the equal share of each topic: as many ids as the topic may hold when the budget is
   * spent.
   */
  public long share() {
    return most / Math.max(1, topics.get());
  }

  /** Counts the ids of one topic. Thread-safe. */
  final class TopicBudget implements AutoCloseable {
    private static final long CLOSED = Long.MIN_VALUE;

    private final AtomicLong own = new AtomicLong();

    private TopicBudget() {}

    /**
     * Returns whether new events of this topic must be refused because their ids could not be
     * remembered.
     */
    boolean isSpent() {
      return held.get() >= most && own.get() >= share();
    }

    /**
     * Adds to the number of ids of this topic; a negative number subtracts. Has no effect after
     * closing.
     */
    void add(int ids) {
      if (own.getAndUpdate(before -> before == CLOSED ? CLOSED : before + ids) != CLOSED) {
        held.addAndGet(ids);
      }
    }

    /**
     * Returns the numbers for the answer to a refused sender: how many ids this topic holds and how
     * many it may hold.
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
