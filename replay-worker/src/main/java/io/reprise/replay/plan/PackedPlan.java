package io.reprise.replay.plan;

import java.lang.ref.WeakReference;

/**
 * Keeps a plan as compressed bytes, which take about a tenth of the heap that the plan takes. Used
 * for the plans of replays that have ended: there are many of these plans, and they are seldom
 * read.
 *
 * <p>Immutable and thread-safe.
 */
public final class PackedPlan {
  private final String topic;
  private final String target;
  private final PlannedDelivery delivery;
  private final PackedJson<Plan> packed;

  /**
   * The plan that was unpacked last. While other code still uses it, it need not be unpacked again.
   */
  private volatile WeakReference<Plan> unpacked;

  private PackedPlan(
      String topic, String target, PlannedDelivery delivery, PackedJson<Plan> packed, Plan plan) {
    this.topic = topic;
    this.target = target;
    this.delivery = delivery;
    this.packed = packed;
    this.unpacked = new WeakReference<>(plan);
  }

  /** Packs a plan. */
  public static PackedPlan of(Plan plan) {
    // Many replays have the same topic and target. The names are interned, so that the heap holds
    // each name only once.
    var topic = plan.spec().source().topic().intern();
    var target = plan.spec().target().intern();
    return new PackedPlan(
        topic, target, PlannedDelivery.of(plan), PackedJson.of(plan, Plan.class), plan);
  }

  /** Returns the source topic. Does not unpack the plan. */
  public String topic() {
    return topic;
  }

  /** Returns the name of the target. Does not unpack the plan. */
  public String target() {
    return target;
  }

  /** Returns where the plan reads from and delivers to. Does not unpack the plan. */
  public PlannedDelivery delivery() {
    return delivery;
  }

  /** Returns a plan that equals the one from which this instance was packed. */
  public Plan plan() {
    var known = unpacked.get();
    if (known != null) {
      return known;
    }
    var plan = packed.unpack();
    unpacked = new WeakReference<>(plan);
    return plan;
  }
}
