package io.reprise.runtime.access;

import java.util.Locale;

/**
 * What a request does, in the words of a policy. Each action is a separate right: none includes
 * another one.
 */
public enum Action {
  /** Sees the state of a process, for example its metrics. */
  OBSERVE("Sees metrics and the state of a process."),
  /** Sees states, plans, receipts and positions, but no record. */
  VIEW(
      "Sees topics, consumer groups, targets, plans, replays, receipts, holds and progress, but no"
          + " record."),
  /** Sees keys and values of records or of snapshots. */
  READ("Reads records and snapshots."),
  /** Stores new events. */
  PUBLISH("Stores events."),
  /** Changes what the services do, without removing anything. */
  OPERATE(
      "Creates, starts and changes replays; moves consumer groups; places holds; proves, merges,"
          + " restores, exports and audits."),
  /** Gives up a protection that another operator has set. */
  APPROVE("Removes holds; approves and refuses replays that need an approval."),
  /** Removes or writes objects in the store of the archive. */
  ADMINISTER("Collects garbage and probes the object store.");

  private final String meaning;

  Action(String meaning) {
    this.meaning = meaning;
  }

  /** Returns what the action allows, as a sentence for operators. */
  public String meaning() {
    return meaning;
  }

  /** Returns the name of the action in policies, documents and error messages. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
