package io.reprise.replay.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShadowTopic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan for an operator to read. Its JSON form has the fields of the plan, and the fields {@code
 * deliveredBefore}, {@code createsTopic}, {@code sideEffects} and {@code survey}.
 *
 * @param deliveredBefore the newest 10 replays that have delivered offsets of the plan into its
 *     target before, newest first. Not part of the plan's hash, and not stored with a replay
 * @param createsTopic the topic that the start of the replay would create; null if the target is
 *     not a topic or its topic exists. Not part of the plan's hash, and not stored with a replay
 * @param sideEffects whether a delivery makes another system act. The start must accept this. Not
 *     part of the plan's hash, and not stored with a replay
 * @param survey what a redrive delivers, by cause; null if the replay is no redrive. Not part of
 *     the plan's hash, and not stored with a replay
 */
public record PlanToRead(
    @JsonUnwrapped Plan plan,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EarlierDelivery> deliveredBefore,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ShadowTopic createsTopic,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean sideEffects,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RedriveSurvey survey) {

  public PlanToRead {
    deliveredBefore = List.copyOf(deliveredBefore);
  }
}
