package io.reprise.ingest.service.dedupe;

import io.reprise.ingest.service.publish.SendOutcome;
import java.util.concurrent.CompletableFuture;

/** What an id means for the event that bears it. */
public sealed interface Claim {

  /**
   * Nobody has stored it: the holder of this claim must, and tell {@link IdWindow#settle}.
   *
   * @param outcome completed by then
   */
  record First(CompletableFuture<SendOutcome> outcome) implements Claim {}

  /**
   * It is being stored, or it is not known whether it was: no second one is sent before that is
   * clear.
   *
   * @param outcome of the first
   */
  record UnderWay(CompletableFuture<SendOutcome> outcome) implements Claim {}

  /** It is stored. */
  record Known(StoredId id) implements Claim {}

  /** As many ids are remembered as may be: nothing may be stored until some are forgotten. */
  record Full() implements Claim {}
}
