//! What credits are sold for, and buying them.

use portal_client as contract;

use crate::credit_purchases::{
    CreditAmountRefusal, CreditOffers, CreditPack, CreditPurchase, CreditPurchaseState,
    CreditPurchasesPage, CreditWish, OwnCreditAmount, PaymentProvider,
};

pub(crate) fn credit_offers(offers: contract::CreditOffers) -> CreditOffers {
    let own = |own: contract::OwnCreditAmount| OwnCreditAmount {
        price_per_credit: own.price_per_credit,
        least: own.least,
        most: own.most,
    };
    CreditOffers {
        currency: offers.currency,
        packs: offers.packs.into_iter().map(pack).collect(),
        own_amount: offers.own_amount.map(own),
    }
}

fn pack(pack: contract::CreditPack) -> CreditPack {
    CreditPack {
        id: pack.id.into_inner(),
        credits: pack.credits,
        price: pack.price,
        price_per_credit: pack.price_per_credit,
    }
}

pub(crate) fn credit_purchase(purchase: contract::CreditPurchase) -> CreditPurchase {
    CreditPurchase {
        id: purchase.id.into_inner(),
        state: state(purchase.state),
        credits: purchase.credits,
        price: purchase.price,
        currency: purchase.currency,
        price_per_credit: purchase.price_per_credit,
        payable: purchase.checkout_url.is_some(),
        created_at: purchase.created_at,
        expires_at: purchase.expires_at,
        credited_at: purchase.credited_at,
        buyer: purchase.buyer_name,
        organization: purchase.organization_name,
        receipt: purchase.receipt_number,
        provider: provider(purchase.provider),
        provider_reference: purchase.provider_reference,
    }
}

pub(crate) fn credit_purchases_page(page: contract::CreditPurchaseList) -> CreditPurchasesPage {
    CreditPurchasesPage {
        purchases: page.data.into_iter().map(credit_purchase).collect(),
        cursor: page.cursor,
    }
}

/// The contract's wish.
pub(crate) fn contract_wish(wish: &CreditWish) -> contract::CreditWish {
    contract::CreditWish {
        pack: wish.pack.clone(),
        credits: wish.credits.clone(),
        price: wish.price.clone(),
        currency: wish.currency.clone(),
    }
}

pub(crate) fn credit_amount_refusal(reason: contract::CreditAmountRefusal) -> CreditAmountRefusal {
    match reason {
        contract::CreditAmountRefusal::NotANumber | contract::CreditAmountRefusal::Unknown => {
            CreditAmountRefusal::NotANumber
        }
        contract::CreditAmountRefusal::NotPositive => CreditAmountRefusal::NotPositive,
        contract::CreditAmountRefusal::TooPrecise => CreditAmountRefusal::TooPrecise,
        contract::CreditAmountRefusal::TooLarge => CreditAmountRefusal::TooLarge,
        contract::CreditAmountRefusal::BelowLeast => CreditAmountRefusal::BelowLeast,
        contract::CreditAmountRefusal::AboveMost => CreditAmountRefusal::AboveMost,
    }
}

fn state(state: contract::CreditPurchaseState) -> Option<CreditPurchaseState> {
    Some(match state {
        contract::CreditPurchaseState::Created => CreditPurchaseState::Created,
        contract::CreditPurchaseState::Pending => CreditPurchaseState::Pending,
        contract::CreditPurchaseState::Paid => CreditPurchaseState::Paid,
        contract::CreditPurchaseState::Credited => CreditPurchaseState::Credited,
        contract::CreditPurchaseState::Declined => CreditPurchaseState::Declined,
        contract::CreditPurchaseState::Expired => CreditPurchaseState::Expired,
        contract::CreditPurchaseState::Cancelled => CreditPurchaseState::Cancelled,
        contract::CreditPurchaseState::Refunded => CreditPurchaseState::Refunded,
        contract::CreditPurchaseState::Unknown => return None,
    })
}

fn provider(provider: contract::PaymentProvider) -> Option<PaymentProvider> {
    match provider {
        contract::PaymentProvider::Sandbox => Some(PaymentProvider::Sandbox),
        contract::PaymentProvider::Stripe => Some(PaymentProvider::Stripe),
        contract::PaymentProvider::Unknown => None,
    }
}
