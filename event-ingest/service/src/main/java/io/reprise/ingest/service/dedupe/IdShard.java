package io.reprise.ingest.service.dedupe;

import io.reprise.ingest.service.publish.SendOutcome;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A part of a topic's dedupe window, guarded by one lock. Thread-safe. */
final class IdShard {
  /**
   * The maximum number of expired ids that one claim removes. A claim adds only one id, so expired
   * ids are removed faster than new ids are added.
   */
  private static final int FORGOTTEN_A_CLAIM = 4;

  private final IdTable stored = new IdTable();
  private final Map<IdHash, CompletableFuture<SendOutcome>> underWay = new HashMap<>();
  private final IdBudget.TopicBudget budget;

  IdShard(IdBudget.TopicBudget budget) {
    this.budget = budget;
  }

  /**
   * Claims an id for an event. If the id is claimed or stored already, returns what is known of the
   * earlier event with this id.
   *
   * @param since start of the dedupe window, in epoch milliseconds; ids of events that were stored
   *     earlier no longer count
   */
  synchronized Claim claim(IdHash hash, long since) {
    forget(since, FORGOTTEN_A_CLAIM);
    var pending = underWay.get(hash);
    if (pending != null) {
      return new Claim.UnderWay(pending);
    }
    var known = stored.find(hash);
    if (known != null && known.storedAtMillis() >= since) {
      return new Claim.Known(known);
    }
    if (budget.isSpent()) {
      return budget.full();
    }
    var outcome = new CompletableFuture<SendOutcome>();
    underWay.put(hash, outcome);
    budget.add(1);
    return new Claim.First(outcome);
  }

  /**
   * Ends the claim of an id and remembers the id, because the event is stored. Returns false if the
   * id is not claimed.
   */
  synchronized boolean keep(StoredId id) {
    if (underWay.remove(id.hash()) == null) {
      return false;
    }
    stored.add(id);
    return true;
  }

  /** Ends the claim of an id, because the event is not stored. The id can be claimed again. */
  synchronized void drop(IdHash hash) {
    if (underWay.remove(hash) != null) {
      budget.add(-1);
    }
  }

  /**
   * Adds the id of an event that another instance, or an earlier process of this instance, stored.
   * Returns false and adds nothing if the event's id is known or claimed already, or if the event
   * was stored before {@code since}.
   */
  synchronized boolean note(StoredId id, long since) {
    var known = stored.find(id.hash());
    boolean isNews =
        id.storedAtMillis() >= since
            && (known == null || known.storedAtMillis() < since)
            && !underWay.containsKey(id.hash());
    if (isNews) {
      stored.add(id);
      budget.add(1);
    }
    return isNews;
  }

  /**
   * Removes ids in the order in which they were added. Stops at the first id whose event was stored
   * at {@code since} or later.
   */
  synchronized void forget(long since) {
    forget(since, Integer.MAX_VALUE);
  }

  private void forget(long since, int most) {
    int forgotten = 0;
    while (forgotten < most && stored.oldestMillis() < since) {
      stored.removeOldest();
      forgotten++;
    }
    if (forgotten > 0) {
      budget.add(-forgotten);
    }
  }
}
