package io.reprise.local.supervise;

import io.reprise.local.process.PartProcess;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One process of a stack.
 *
 * @param name name of the part, unique in the stack
 * @param address where clients reach the part once it is ready
 * @param log file with the output of the part
 * @param needs names of the parts and setup steps that must be ready before this part is started
 * @param start starts a process of the part and returns at once; called again after an end of the
 *     process, from the same thread
 */
public record Part(
    String name, String address, Path log, Set<String> needs, Supplier<PartProcess> start) {
  public Part {
    needs = Set.copyOf(needs);
  }
}
