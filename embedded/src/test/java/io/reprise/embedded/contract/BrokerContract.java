package io.reprise.embedded.contract;

/** Every behaviour that a broker of whatever settings must show. */
public interface BrokerContract
    extends FencingContract,
        TransactionTimeoutContract,
        MembershipProofContract,
        CommittedReadContract,
        LogStartContract,
        CompactionContract,
        TopicIdentityContract,
        TimestampContract,
        BystanderContract {}
