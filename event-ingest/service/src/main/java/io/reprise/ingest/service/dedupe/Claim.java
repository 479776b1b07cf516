package io.reprise.ingest.service.dedupe;

import io.reprise.ingest.service.publish.SendOutcome;
import java.util.concurrent.CompletableFuture;

/**
 * The result of claiming an event's id: whether the event must be stored, is being stored or is
 * already stored.
 */
public sealed interface Claim {

  /**
   * No event with this id is known. The holder of this claim must send the event and report the
   * outcome to {@link IdWindow#settle}.
   *
   * @param outcome completed by {@link IdWindow#settle} once the outcome is known
   */
  record First(CompletableFuture<SendOutcome> outcome) implements Claim {}

  /**
   * An event with this id is being sent, or its outcome is unknown. A second event with this id
   * must not be sent before the outcome is known.
   *
   * @param outcome the outcome of the first event
   */
  record UnderWay(CompletableFuture<SendOutcome> outcome) implements Claim {}

  /** An event with this id is stored. */
  record Known(StoredId id) implements Claim {}

  /**
   * The topic remembers as many ids as fit. No event of this topic may be stored until some of its
   * ids have left the window. Other topics are not affected.
   *
   * @param held how many ids the topic remembers
   * @param fits how many ids fit for the topic
   * @param most how many ids fit, all topics together
   * @param topics how many topics share {@code most}
   */
  record Full(long held, long fits, long most, long topics) implements Claim {}
}
