package io.reprise.trials.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The machine on which the figures were measured.
 *
 * @param cores number of cores available to this process
 * @param memoryBytes memory of the machine, or of the container
 * @param loadBefore the machine's load average before the bench; a high value means noisy figures
 */
public record Machine(
    int cores, long memoryBytes, String os, String arch, String java, double loadBefore) {

  public static Machine here() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        system.getAvailableProcessors(),
        system.getTotalMemorySize(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        Math.round(system.getSystemLoadAverage() * 100) / 100.0);
  }
}
