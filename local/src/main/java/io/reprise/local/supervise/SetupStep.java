package io.reprise.local.supervise;

import java.util.Set;

/**
 * Work that is done once while a stack starts, such as the creation of topics.
 *
 * @param name name of the step, unique among the steps and parts
 * @param needs names of the parts that must be ready before the step
 * @param work does the work; repeated after a failure
 */
public record SetupStep(String name, Set<String> needs, Runnable work) {
  public SetupStep {
    needs = Set.copyOf(needs);
  }
}
