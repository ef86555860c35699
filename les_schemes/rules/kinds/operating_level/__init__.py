"""A locality's operating level: sessions of GP leaders and hours of practice staff."""
