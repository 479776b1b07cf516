package io.reprise.replay.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.reprise.replay.plan.Plan;
import java.util.List;

/**
 * A plan for an operator to read. Its JSON form has the fields of the plan and the field {@code
 * deliveredBefore}.
 *
 * @param deliveredBefore the newest 10 replays that have delivered offsets of the plan into its
 *     target before, newest first. Not part of the plan's hash, and not stored with a replay
 */
public record PlanToRead(
    @JsonUnwrapped Plan plan,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EarlierDelivery> deliveredBefore) {

  public PlanToRead {
    deliveredBefore = List.copyOf(deliveredBefore);
  }
}
