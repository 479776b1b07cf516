package io.reprise.trials.chaos.target;

import io.reprise.local.audit.AuditReport;
import java.util.List;

/**
 * What has arrived at a target.
 *
 * @param report the comparison with the source
 * @param repeats how many records have arrived again where this is allowed
 * @param faults what is wrong, one sentence each; empty if all is right
 * @param trouble the faults that the target has injected itself, in words; empty for none
 */
public record Arrivals(AuditReport report, long repeats, List<String> faults, String trouble) {}
