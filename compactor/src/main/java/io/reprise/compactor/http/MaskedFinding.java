package io.reprise.compactor.http;

import io.reprise.compactor.audit.AuditFinding;
import io.reprise.compactor.audit.FieldDifference;
import io.reprise.runtime.access.FieldMask;
import java.util.regex.Pattern;

/** Shows findings of an audit without what is hidden from the caller. */
final class MaskedFinding {
  /** The path of a state, or of the first field on the path of a field of it. */
  private static final Pattern IN_STATE = Pattern.compile("(?s)(state[^.\\[]*(?:\\.[^.\\[]*)?).*");

  private MaskedFinding() {}

  /**
   * Returns what a caller may see of a finding. If anything of the states is hidden, no value of
   * them is shown. Of the path of a field, only the first name is shown, because names below it may
   * be keys of a hidden map.
   */
  static AuditFinding of(AuditFinding finding, FieldMask mask) {
    return new AuditFinding(
        finding.partition(),
        mask.hidesKey() ? FieldMask.MASKED : finding.key(),
        finding.upTo(),
        mask.hidesInValue()
            ? finding.differences().stream().map(MaskedFinding::hidden).distinct().toList()
            : finding.differences());
  }

  private static FieldDifference hidden(FieldDifference difference) {
    var state = IN_STATE.matcher(difference.field());
    return state.matches()
        ? new FieldDifference(state.group(1), FieldMask.MASKED, FieldMask.MASKED)
        : difference;
  }
}
