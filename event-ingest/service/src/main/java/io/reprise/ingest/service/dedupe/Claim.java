package io.reprise.ingest.service.dedupe;

import io.reprise.ingest.service.publish.SendOutcome;
import java.util.concurrent.CompletableFuture;

/**
 * The result of claiming an event's id: whether the event must be stored, is being stored or is
 * already stored.
 */
public sealed interface Claim {

  /**
   * No event with this id is known. The caller that gets this claim must send the event and report
   * the outcome to {@link IdWindow#settle}.
   *
   * @param outcome completed by {@link IdWindow#settle} once the outcome is known
   */
  record First(CompletableFuture<SendOutcome> outcome) implements Claim {}

  /**
   * An earlier event with this id is being sent, or the outcome of its send is unknown. A second
   * event with this id must not be sent before the outcome is known.
   *
   * @param outcome completed once the outcome of the earlier event is known
   */
  record UnderWay(CompletableFuture<SendOutcome> outcome) implements Claim {}

  /** An earlier event with this id is stored. The new event is a duplicate and must not be sent. */
  record Known(StoredId id) implements Claim {}

  /**
   * No further id of the topic can be remembered, so the event must not be stored. The topic takes
   * events again once some of its ids have left the dedupe window. A topic that holds less than its
   * equal share of the ids is not affected.
   *
   * @param held how many ids the topic remembers
   * @param fits how many ids the topic may hold: its equal share of {@code most}
   * @param most how many ids may be remembered, all topics together
   * @param topics how many topics share {@code most}
   */
  record Full(long held, long fits, long most, long topics) implements Claim {}
}
