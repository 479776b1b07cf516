package io.reprise.ingest.service.dedupe;

import io.reprise.ingest.service.publish.SendOutcome;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A part of a window under one lock. Thread-safe. */
final class IdShard {
  /** More than one, so that what expires is gone sooner than new ids come. */
  private static final int FORGOTTEN_A_CLAIM = 4;

  private final IdTable stored = new IdTable();
  private final Map<IdHash, CompletableFuture<SendOutcome>> underWay = new HashMap<>();
  private final IdBudget budget;

  IdShard(IdBudget budget) {
    this.budget = budget;
  }

  /**
   * @param since ids stored earlier do not count any more
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
      return new Claim.Full();
    }
    var outcome = new CompletableFuture<SendOutcome>();
    underWay.put(hash, outcome);
    budget.add(1);
    return new Claim.First(outcome);
  }

  /** Ends a claim with the event stored; false if there is no such claim. */
  synchronized boolean keep(StoredId id) {
    if (underWay.remove(id.hash()) == null) {
      return false;
    }
    stored.add(id);
    return true;
  }

  /** Ends a claim without the event stored. */
  synchronized void drop(IdHash hash) {
    if (underWay.remove(hash) != null) {
      budget.add(-1);
    }
  }

  /** Notes what was stored elsewhere or before; false if that is known, or a claim is open. */
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

  /** Forgets everything stored before {@code since} that arrived before anything younger. */
  synchronized void forget(long since) {
    forget(since, Integer.MAX_VALUE);
  }

  private void forget(long since, int most) {
    int forgotten = 0;
    while (forgotten < most && stored.oldestMillis() < since) {
      stored.removeOldest();
      forgotten++;
    }
    budget.add(-forgotten);
  }

  /** Gives back what it took of the budget. */
  synchronized void abandon() {
    budget.add(-stored.size() - underWay.size());
  }
}
